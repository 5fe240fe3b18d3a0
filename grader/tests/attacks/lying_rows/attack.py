# exercise = 1
# expect = "failed"
# tries = "returns rows that equal everything"

class Liar(list):
    def __eq__(self, other):
        return True


def matmul(a, b):
    return [Liar([0.0] * len(b[0])) for _ in a]
