"""Wrong norms that the catalogue does not list."""

from math import sqrt

from norm import _check_columns, layer_norm, layer_norm_backward, rms_norm_backward

Vector = list[float]
Matrix = list[list[float]]

_right_layer_norm_backward = layer_norm_backward
_right_rms_norm_backward = rms_norm_backward
_right_layer_norm = layer_norm


def layer_norm__absolute_deviation(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """Divides by the mean absolute deviation."""
    _check_columns(x, gain, bias)
    out = []
    for row in x:
        mean = sum(row) / len(row)
        size = sum(abs(v - mean) for v in row) / len(row)
        out.append([(v - mean) / (size + eps) * g + b for v, g, b in zip(row, gain, bias)])
    return out


def layer_norm__statistics_of_the_row_before(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """Each row but the first is normalised by the mean of the row before it."""
    out = _right_layer_norm(x, gain, bias, eps)
    for i in range(1, len(x)):
        mean = sum(x[i - 1]) / len(x[i])
        size = sqrt(sum((v - mean) ** 2 for v in x[i]) / len(x[i]) + eps)
        out[i] = [(v - mean) / size * g + b for v, g, b in zip(x[i], gain, bias)]
    return out


def layer_norm_backward__gain_and_bias_exchanged(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """Returns (dx, dbias, dgain)."""
    dx, dgain, dbias = _right_layer_norm_backward(x, gain, dy, eps)
    return dx, dbias, dgain


def rms_norm_backward__eps_left_out(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    """Differentiates as if eps were 0."""
    return _right_rms_norm_backward(x, gain, dy, 1e-30)


def layer_norm__eps_floored(x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5) -> Matrix:
    """Takes no eps below 1e-9 at its word."""
    return _right_layer_norm(x, gain, bias, max(eps, 1e-9))
