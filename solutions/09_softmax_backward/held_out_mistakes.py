"""Wrong softmax gradients that the catalogue does not list."""

from math import exp

from softmax_backward import _check, log_softmax_backward, softmax_backward

Vector = list[float]
Matrix = list[list[float]]

_right = softmax_backward
_right_of_log = log_softmax_backward


def softmax_backward__first_rows_weights(y: Matrix, dy: Matrix) -> Matrix:
    """The weighted mean of every row is taken with the probabilities of the first one."""
    _check(y, dy)
    result = []
    for y_row, dy_row in zip(y, dy):
        mean = sum(p * g for p, g in zip(y[0], dy_row))
        result.append([p * (g - mean) for p, g in zip(y_row, dy_row)])
    return result


def log_softmax_backward__underflow_stops_the_flow(log_y: Matrix, dy: Matrix) -> Matrix:
    """Where the probability underflows, the gradient is 0 instead of dy itself."""
    return [
        [g if exp(v) > 0 else 0.0 for v, g in zip(*rows)]
        for rows in zip(log_y, _right_of_log(log_y, dy))
    ]


def softmax_backward__upstream_scaled_to_one(y: Matrix, dy: Matrix) -> Matrix:
    """Upstream rows whose sum is not 0 are divided by it, as if they were distributions."""
    return _right(y, [_scaled(row) for row in dy])


def log_softmax_backward__upstream_scaled_to_one(log_y: Matrix, dy: Matrix) -> Matrix:
    return _right_of_log(log_y, [_scaled(row) for row in dy])


def _scaled(row: Vector) -> Vector:
    total = sum(row)
    return [g / total for g in row] if total else row


def log_softmax_backward__nothing_without_sum(log_y: Matrix, dy: Matrix) -> Matrix:
    """Where the upstream gradients cancel out there is taken to be no gradient."""
    dz = _right_of_log(log_y, dy)
    return [row if sum(dy_row) else [0.0] * len(row) for row, dy_row in zip(dz, dy)]
