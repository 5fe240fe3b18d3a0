# exercise = 1
# expect = ["failed", "error"]
# tries = "returns an object whose class has a number for a name"

class Meta(type):
    @property
    def __name__(cls):
        return 10**6


class Liar(metaclass=Meta):
    pass


def matmul(a, b):
    return Liar()
