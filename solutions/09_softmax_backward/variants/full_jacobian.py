"""Builds each row's Jacobian and multiplies it with the upstream gradient."""

import math


def _same_shape(a, b):
    if [len(row) for row in a] != [len(row) for row in b]:
        raise ValueError("shapes differ")


def _jacobian(p):
    n = len(p)
    return [[p[j] * (1.0 - p[j]) if i == j else -p[i] * p[j] for j in range(n)] for i in range(n)]


def softmax_backward(y, dy):
    _same_shape(y, dy)
    out = []
    for p, g in zip(y, dy):
        jacobian = _jacobian(p)
        out.append([sum(entry * up for entry, up in zip(row, g)) for row in jacobian])
    return out


def log_softmax_backward(log_y, dy):
    _same_shape(log_y, dy)
    out = []
    for logs, g in zip(log_y, dy):
        p = [math.exp(v) for v in logs]
        n = len(p)
        out.append([sum(g[j] * ((i == j) - p[i]) for j in range(n)) for i in range(n)])
    return out
