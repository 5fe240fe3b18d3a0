"""Wrong sigmoids that the catalogue does not list."""

from array import array
from math import exp

from sigmoid import _sigmoid

Matrix = list[list[float]]


def sigmoid__asymptote_too_early(z: Matrix) -> Matrix:
    """Below -15 e^z serves as sigmoid(z): six digits of it are right."""
    return [[exp(x) if x < -15 else 1 / (1 + exp(-x)) for x in row] for row in z]


def sigmoid__saturates_too_early(z: Matrix) -> Matrix:
    """Above 15 the sigmoid is taken to be 1: six digits of 1 - sigmoid(z) are lost."""
    return [[1.0 if x > 15 else _sigmoid(x) for x in row] for row in z]


def sigmoid__single_precision(z: Matrix) -> Matrix:
    """Results are squeezed through 32-bit floats."""
    return [array("f", map(_sigmoid, row)).tolist() for row in z]


def sigmoid_backward__upstream_added(y: Matrix, dy: Matrix) -> Matrix:
    """The upstream gradient is added to the slope where it should be multiplied."""
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError("shapes")
    return [[g + s * (1 - s) for s, g in zip(*rows)] for rows in zip(y, dy)]


def sigmoid_backward__single_column_repeated(y: Matrix, dy: Matrix) -> Matrix:
    """A dy of one column serves every column of y."""
    if len(y) != len(dy) or len(dy[0]) not in (1, len(y[0])):
        raise ValueError("shapes")
    wide = [row * len(y[0]) if len(row) == 1 else row for row in dy]
    return [[g * s * (1 - s) for s, g in zip(*rows)] for rows in zip(y, wide)]


def sigmoid_backward__upstream_clipped(y: Matrix, dy: Matrix) -> Matrix:
    """Upstream gradients are kept within ±1000."""
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError("shapes")
    return [
        [max(-1000.0, min(1000.0, g)) * s * (1 - s) for s, g in zip(*rows)] for rows in zip(y, dy)
    ]


def sigmoid_backward__flat_after_four_nines(y: Matrix, dy: Matrix) -> Matrix:
    """An output of 0.9999 or more counts as 1, and so as flat."""
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError("shapes")
    return [[0.0 if s >= 0.9999 else g * s * (1 - s) for s, g in zip(*rows)] for rows in zip(y, dy)]
