# exercise = 5
# expect = "failed"
# tries = "returns its results in two lists in turn"

_linear, _lists = linear, [[], []]


def linear(x, w, b):
    result = _linear(x, w, b)
    _lists.reverse()
    _lists[0][:] = result
    return _lists[0]
