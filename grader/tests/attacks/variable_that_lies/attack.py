# exercise = 16
# expect = "failed"
# tries = "answers every question with an object that equals everything"

class Anything:
    def __eq__(self, other):
        return True

    def __getattr__(self, name):
        return self

    def __call__(self, *arguments):
        return self

    __add__ = __sub__ = __mul__ = __radd__ = __rsub__ = __rmul__ = __neg__ = __pow__ = __call__
    __truediv__ = __rtruediv__ = __getitem__ = __iter__ = __call__
    __hash__ = None

    def __len__(self):
        return 1


class Variable(Anything):
    def __new__(cls, *arguments):
        return Anything()


exp = log = sigmoid = lambda x: Anything()
