# exercise = 1
# expect = "passed"
# tries = "has an object in place of a function"
# quick = true

class MatMul:
    def __init__(self):
        self.calls = 0

    def __call__(self, a, b):
        self.calls += 1
        if len(a[0]) != len(b):
            raise ValueError("shapes")
        return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


matmul = MatMul()
