"""As short as it gets."""

from math import e, fsum
from operator import mul


def _fit(a, b):
    if (len(a), len(a[0])) != (len(b), len(b[0])):
        raise ValueError((a, b))
    return zip(a, b)


def softmax_backward(y, dy):
    return [
        [p * (g - m) for p, g in zip(ys, gs)]
        for ys, gs, m in [(ys, gs, fsum(map(mul, ys, gs))) for ys, gs in _fit(y, dy)]
    ]


def log_softmax_backward(log_y, dy):
    return [[g - e**v * fsum(gs) for v, g in zip(vs, gs)] for vs, gs in _fit(log_y, dy)]
