# exercise = 1
# expect = "passed"
# tries = "keeps its functions in a class"

class Matrices:
    @staticmethod
    def transpose(a):
        return [list(column) for column in zip(*a)]

    @classmethod
    def matmul(cls, a, b):
        if len(a[0]) != len(b):
            raise ValueError("shapes")
        return [[sum(x * y for x, y in zip(r, c)) for c in cls.transpose(b)] for r in a]


matmul, transpose = Matrices.matmul, Matrices.transpose
