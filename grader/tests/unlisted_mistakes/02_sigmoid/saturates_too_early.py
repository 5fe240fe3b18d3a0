"""Above 15 the sigmoid is taken to be 1: six digits of 1 - sigmoid(z) are lost."""

from math import exp


def _one(x):
    if x > 15:
        return 1.0
    return 1 / (1 + exp(-x)) if x >= 0 else exp(x) / (1 + exp(x))


def sigmoid(z):
    return [[_one(x) for x in row] for row in z]


def sigmoid_backward(y, dy):
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError("shapes")
    return [[g * s * (1 - s) for s, g in zip(u, v)] for u, v in zip(y, dy)]
