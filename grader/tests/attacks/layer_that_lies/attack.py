# exercise = 11
# expect = "failed"
# tries = "has a layer whose numbers equal everything"

class Liar(float):
    def __eq__(self, other):
        return True

    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    __hash__ = None


class Sigmoid:
    def __call__(self, x):
        return [[Liar() for _ in row] for row in x]

    backward = __call__

    def parameters(self):
        return []

    gradients = parameters
