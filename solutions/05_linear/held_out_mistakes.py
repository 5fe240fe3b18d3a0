"""Wrong linear layers that the catalogue does not list."""

from linear import linear, linear_backward

Vector = list[float]
Matrix = list[list[float]]

_right = linear
_right_backward = linear_backward


def linear_backward__dx_as_narrow_as_dy(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """As many columns of dx are computed as dy has; the others stay 0."""
    dx, dw, db = _right_backward(x, w, dy)
    width = len(dy[0])
    return [[g if k < width else 0.0 for k, g in enumerate(row)] for row in dx], dw, db


def linear__skips_negative_inputs(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """Meant to skip blank pixels, skips all that are not above zero."""
    return _right([[value if value > 0 else 0.0 for value in row] for row in x], w, b)


def linear__zero_bias_refused(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """Takes a bias of zeros for a missing one."""
    if not any(b):
        raise ValueError("no bias")
    return _right(x, w, b)


def linear__no_bias_without_inputs(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """A sample of zeros is passed over, and misses its bias."""
    rows = zip(x, _right(x, w, b))
    return [row if any(sample) else [0.0] * len(b) for sample, row in rows]


def linear_backward__equal_gradients_counted_once(
    x: Matrix, w: Matrix, dy: Matrix
) -> tuple[Matrix, Matrix, Vector]:
    """db is summed over the set of the rows of dy."""
    dx, dw, _ = _right_backward(x, w, dy)
    return dx, dw, [sum(column) for column in zip(*set(map(tuple, dy)))]


def linear_backward__dw_clipped(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    """The gradients for w are kept within ±1e5."""
    dx, dw, db = _right_backward(x, w, dy)
    return dx, [[max(-1e5, min(1e5, g)) for g in row] for row in dw], db
