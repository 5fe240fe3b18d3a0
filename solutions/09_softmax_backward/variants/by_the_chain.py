"""Softmax as exp(log_softmax): its gradient by way of the other's, with matrix products."""

from math import exp

from matmul import matmul, transpose


class ShapeMismatch(ValueError):
    pass


def _hadamard(a, b):
    if len(a) != len(b) or any(len(u) != len(v) for u, v in zip(a, b)):
        raise ShapeMismatch()
    return [[s * t for s, t in zip(u, v)] for u, v in zip(a, b)]


def _row_sums(a):
    return [row[0] for row in matmul(a, [[1.0] for _ in a[0]])]


def _with_probabilities(y, flow):
    totals = _row_sums(flow)
    return [[f - p * t for f, p in zip(fs, ps)] for fs, ps, t in zip(flow, y, totals)]


def softmax_backward(y, dy):
    return _with_probabilities(y, _hadamard(y, dy))


def log_softmax_backward(log_y, dy):
    y = [[exp(v) for v in row] for row in log_y]
    _hadamard(y, dy)
    return transpose(transpose(_with_probabilities(y, dy)))
