# exercise = 1
# expect = "failed"
# tries = "returns an object whose class never says its name"

class Meta(type):
    @property
    def __name__(cls):
        while True:
            pass


class Liar(metaclass=Meta):
    pass


def matmul(a, b):
    return Liar()
