"""Upstream rows whose sum is not 0 are divided by it, as if they were distributions."""

from math import exp


def _check(a, b):
    if len(a) != len(b) or len(a[0]) != len(b[0]):
        raise ValueError("shapes differ")


def _scaled(row):
    total = sum(row)
    return [g / total for g in row] if total else list(row)


def softmax_backward(y, dy):
    _check(y, dy)
    result = []
    for ps, gs in zip(y, map(_scaled, dy)):
        mean = sum(p * g for p, g in zip(ps, gs))
        result.append([p * (g - mean) for p, g in zip(ps, gs)])
    return result


def log_softmax_backward(log_y, dy):
    _check(log_y, dy)
    return [
        [g - exp(v) * sum(gs) for v, g in zip(vs, gs)] for vs, gs in zip(log_y, map(_scaled, dy))
    ]
