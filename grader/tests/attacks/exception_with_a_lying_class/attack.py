# exercise = 1
# expect = ["error", "failed"]
# tries = "raises an exception whose class lies about its name and its bases"

class Lying(type):
    @property
    def __mro__(cls):
        raise SystemExit(0)

    @property
    def __name__(cls):
        return 1


class Liar(Exception, metaclass=Lying):
    pass


def matmul(a, b):
    raise Liar
