# exercise = 1
# expect = "failed"
# tries = "returns an object that says it is a list"

class Liar:
    __class__ = list

    def __eq__(self, other):
        return True


def matmul(a, b):
    return Liar()
