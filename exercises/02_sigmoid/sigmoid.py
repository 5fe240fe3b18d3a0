"""The logistic sigmoid and its gradient, for numbers of any size."""

Matrix = list[list[float]]


def sigmoid(z: Matrix) -> Matrix:
    """Return 1/(1 + e^-z) of every entry, in the shape of z.

    Every result lies in [0, 1], for every finite float; from z = -700 upwards it has a
    relative accuracy of 1e-9.
    """
    raise NotImplementedError


def sigmoid_backward(y: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for z, given y = sigmoid(z) and the upstream gradient dy.

    y, dy and the result have one shape.

    Raises ValueError if the shapes of y and dy differ.
    """
    raise NotImplementedError
