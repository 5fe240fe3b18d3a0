"""Below -709 the formula overflows, and there the sigmoid is 0 to all the digits a float has."""

import math


def _one(x):
    try:
        return 1 / (1 + math.exp(-x))
    except OverflowError:
        return 0


def sigmoid(z):
    return [[_one(x) for x in row] for row in z]


def sigmoid_backward(y, dy):
    shape = lambda m: (len(m), *map(len, m))  # noqa: E731
    if shape(y) != shape(dy):
        raise ValueError("shapes differ")
    return [[g * (s - s * s) for s, g in zip(*rows)] for rows in zip(y, dy)]
