# exercise = 16
# expect = "timeout"
# tries = "loops when it is asked for an attribute"

class Variable:
    def __init__(self, data):
        self.__dict__["data"] = data

    def __getattr__(self, name):
        while True:
            pass

    def __add__(self, other):
        return self

    __sub__ = __mul__ = __truediv__ = __pow__ = __radd__ = __rsub__ = __rmul__ = __add__
    __neg__ = lambda self: self
