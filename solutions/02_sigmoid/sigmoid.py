"""The logistic sigmoid and its gradient, for numbers of any size."""

from math import exp

Matrix = list[list[float]]


def sigmoid(z: Matrix) -> Matrix:
    """Return 1/(1 + e^-z) of every entry, in the shape of z.

    Every result lies in [0, 1], for every finite float; from z = -700 upwards it has a
    relative accuracy of 1e-9.
    """
    return [[_sigmoid(x) for x in row] for row in z]


def sigmoid_backward(y: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for z, given y = sigmoid(z) and the upstream gradient dy.

    y, dy and the result have one shape.

    Raises ValueError if the shapes of y and dy differ.
    """
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError(f"y is {len(y)}×{len(y[0])} but dy is {len(dy)}×{len(dy[0])}")
    return [[g * s * (1 - s) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def _sigmoid(x: float) -> float:
    # exp only of what is not positive: it may underflow to 0, which is right, but not overflow.
    if x >= 0:
        return 1 / (1 + exp(-x))
    e = exp(x)
    return e / (1 + e)
