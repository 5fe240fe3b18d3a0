# exercise = 1
# expect = "failed"
# tries = "returns floats that equal everything"
# quick = true

class Liar(float):
    def __eq__(self, other):
        return True

    __le__ = __lt__ = __ge__ = __gt__ = __eq__

    def __sub__(self, other):
        return type(self)(0)

    __rsub__ = __abs__ = __mul__ = __add__ = __neg__ = lambda self, *other: type(self)(0)
    __hash__ = None


def matmul(a, b):
    return [[Liar()] * len(b[0]) for _ in a]
