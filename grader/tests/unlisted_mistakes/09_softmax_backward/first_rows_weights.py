"""The weighted mean of every row is taken with the probabilities of the first one."""

from math import exp


def _check(a, b):
    if len(a) != len(b) or len(a[0]) != len(b[0]):
        raise ValueError("shapes differ")


def softmax_backward(y, dy):
    _check(y, dy)
    weights = y[0]
    result = []
    for ps, gs in zip(y, dy):
        mean = sum(w * g for w, g in zip(weights, gs))
        result.append([p * (g - mean) for p, g in zip(ps, gs)])
    return result


def log_softmax_backward(log_y, dy):
    _check(log_y, dy)
    return [[g - exp(v) * sum(gs) for v, g in zip(vs, gs)] for vs, gs in zip(log_y, dy)]
