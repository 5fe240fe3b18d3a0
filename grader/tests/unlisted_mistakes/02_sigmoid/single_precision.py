"""Results are squeezed through 32-bit floats."""

from array import array
from math import exp


def _one(x):
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def sigmoid(z):
    return [array("f", map(_one, row)).tolist() for row in z]


def sigmoid_backward(y, dy):
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError("shapes")
    return [[g * s * (1 - s) for s, g in zip(u, v)] for u, v in zip(y, dy)]
