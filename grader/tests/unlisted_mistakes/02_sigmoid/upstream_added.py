"""The upstream gradient is added to the slope where it should be multiplied."""

from math import exp


def _one(x):
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def sigmoid(z):
    return [[_one(x) for x in row] for row in z]


def sigmoid_backward(y, dy):
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError("shapes")
    return [[g + s * (1 - s) for s, g in zip(u, v)] for u, v in zip(y, dy)]
