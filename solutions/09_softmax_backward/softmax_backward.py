"""The gradients of softmax and log-softmax for any upstream gradient, not only a loss's own."""

from math import exp

Matrix = list[list[float]]


def softmax_backward(y: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for z, given y = softmax(z) by rows and the upstream gradient dy.

    y, dy and the result have one shape. Each row is the product of the full Jacobian of softmax
    in that row with the row of dy.

    Raises ValueError if the shapes of y and dy differ.
    """
    _check(y, dy)
    dz = []
    for y_row, dy_row in zip(y, dy):
        mean = sum(p * g for p, g in zip(y_row, dy_row))
        dz.append([p * (g - mean) for p, g in zip(y_row, dy_row)])
    return dz


def log_softmax_backward(log_y: Matrix, dy: Matrix) -> Matrix:
    """Return the gradient for z, given log_y = log_softmax(z) and the upstream gradient dy.

    log_y, dy and the result have one shape.

    Raises ValueError if the shapes of log_y and dy differ.
    """
    _check(log_y, dy)
    dz = []
    for log_row, dy_row in zip(log_y, dy):
        total = sum(dy_row)
        dz.append([g - exp(log_p) * total for log_p, g in zip(log_row, dy_row)])
    return dz


def _check(y: Matrix, dy: Matrix) -> None:
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError(f"the output is {len(y)}×{len(y[0])} but dy is {len(dy)}×{len(dy[0])}")
