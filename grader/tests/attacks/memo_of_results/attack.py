# exercise = 3
# expect = "failed"
# tries = "hands out one result for equal arguments, which the caller has changed meanwhile"

_right, _seen = softmax, {}


def softmax(z):
    return _seen.setdefault(repr(z), _right(z))
