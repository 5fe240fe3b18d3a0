"""Plausible wrong norms, each explained to the person who wrote it."""

from math import sqrt

from norm import (
    _check_columns,
    _check_shapes,
    layer_norm,
    layer_norm_backward,
    rms_norm,
    rms_norm_backward,
)

Vector = list[float]
Matrix = list[list[float]]

_right_layer_norm_backward = layer_norm_backward
_right_rms_norm_backward = rms_norm_backward
_right_layer_norm = layer_norm
_right_rms_norm = rms_norm


def layer_norm__unbiased_variance(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """You divide the squared deviations by m - 1. That estimates the variance of something larger
    from a sample. Here the row is all there is, so divide by m."""
    _check_columns(x, gain, bias)
    out = []
    for row in x:
        m = len(row)
        mean = sum(row) / m
        variance = sum((v - mean) ** 2 for v in row) / max(1, m - 1)
        out.append([(v - mean) / sqrt(variance + eps) * g + b for v, g, b in zip(row, gain, bias)])
    return out


def layer_norm__eps_outside_the_root(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """You add eps to the standard deviation. It belongs under the root, beside the variance:
    sqrt(variance + eps)."""
    _check_columns(x, gain, bias)
    out = []
    for row in x:
        mean = sum(row) / len(row)
        variance = sum((v - mean) ** 2 for v in row) / len(row)
        out.append(
            [(v - mean) / (sqrt(variance) + eps) * g + b for v, g, b in zip(row, gain, bias)]
        )
    return out


def layer_norm__divided_by_the_variance(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """You divide by the variance and forget the root. Afterwards each row should have a deviation
    of 1, so divide it by its deviation."""
    _check_columns(x, gain, bias)
    out = []
    for row in x:
        mean = sum(row) / len(row)
        variance = sum((v - mean) ** 2 for v in row) / len(row)
        out.append([(v - mean) / (variance + eps) * g + b for v, g, b in zip(row, gain, bias)])
    return out


def layer_norm__mean_of_squares_less_square_of_mean(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """You take the variance as mean(x²) - mean(x)². With a mean of 1000 and deviations of 1e-4 the
    two differ only in their last digits, and the difference is noise. Subtract the mean first, then
    square."""
    _check_columns(x, gain, bias)
    out = []
    for row in x:
        mean = sum(row) / len(row)
        variance = max(0.0, sum(v * v for v in row) / len(row) - mean * mean)
        out.append([(v - mean) / sqrt(variance + eps) * g + b for v, g, b in zip(row, gain, bias)])
    return out


def layer_norm__over_columns(x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5) -> Matrix:
    """You normalise each column over the rows. That is batch norm; layer norm looks at one row, one
    position, at a time and never at the others."""
    _check_columns(x, gain, bias)
    columns = []
    for j, column in enumerate(zip(*x)):
        mean = sum(column) / len(column)
        variance = sum((v - mean) ** 2 for v in column) / len(column)
        columns.append([(v - mean) / sqrt(variance + eps) * gain[j] + bias[j] for v in column])
    return [list(row) for row in zip(*columns)]


def layer_norm__over_the_whole_matrix(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """You take one mean and one variance for the whole matrix. Every row has its own."""
    _check_columns(x, gain, bias)
    flat = [v for row in x for v in row]
    mean = sum(flat) / len(flat)
    variance = sum((v - mean) ** 2 for v in flat) / len(flat)
    return [
        [(v - mean) / sqrt(variance + eps) * g + b for v, g, b in zip(row, gain, bias)] for row in x
    ]


def layer_norm__bias_before_gain(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """You add the bias first and multiply by the gain afterwards. The gain scales the normalised
    row alone; add the bias afterwards."""
    _check_columns(x, gain, bias)
    plain = _right_layer_norm(x, [1.0] * len(gain), [0.0] * len(bias), eps)
    return [[(v + b) * g for v, g, b in zip(row, gain, bias)] for row in plain]


def layer_norm__gain_by_row(x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5) -> Matrix:
    """You pick gain and bias by the number of the row. They belong to the columns, and every row
    gets the same ones."""
    _check_columns(x, gain, bias)
    plain = _right_layer_norm(x, [1.0] * len(gain), [0.0] * len(bias), eps)
    return [
        [v * gain[i % len(gain)] + bias[i % len(bias)] for v in row] for i, row in enumerate(plain)
    ]


def layer_norm__gain_left_out(x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5) -> Matrix:
    """You add the bias and never use the gain."""
    return _right_layer_norm(x, [1.0] * len(gain), bias, eps)


def layer_norm__mean_not_subtracted(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """You divide by the deviation and leave the mean in. Layer norm moves each row to mean 0 first;
    RMS norm leaves the mean where it is."""
    _check_columns(x, gain, bias)
    out = []
    for row in x:
        mean = sum(row) / len(row)
        variance = sum((v - mean) ** 2 for v in row) / len(row)
        out.append([v / sqrt(variance + eps) * g + b for v, g, b in zip(row, gain, bias)])
    return out


def layer_norm__bias_not_checked(
    x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5
) -> Matrix:
    """You compare the gain with the columns of x and never look at the bias. A bias that is too
    short silently cuts columns off."""
    _check_columns(x, gain)
    plain = _right_layer_norm(x, gain, [0.0] * len(gain), eps)
    return [[v + b for v, b in zip(row, bias)] for row in plain]


def layer_norm_backward__mean_path_left_out(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """You let the gradient pass through the division alone. The mean that you subtracted depends on
    every entry of the row as well: on the way back, subtract its mean from the gradient of each
    row."""
    _, dgain, dbias = _right_layer_norm_backward(x, gain, dy, eps)
    dx = []
    for row, d in zip(x, dy):
        mean = sum(row) / len(row)
        size = sqrt(sum((v - mean) ** 2 for v in row) / len(row) + eps)
        normal = [(v - mean) / size for v in row]
        upstream = [a * g for a, g in zip(d, gain)]
        along = sum(u * v for u, v in zip(upstream, normal)) / len(row)
        dx.append([(u - v * along) / size for u, v in zip(upstream, normal)])
    return dx, dgain, dbias


def layer_norm_backward__deviation_taken_for_a_constant(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """You treat the deviation as a constant and divide the gradient by it. It depends on the same
    entries: if one of them grows, the whole row is divided by more."""
    _, dgain, dbias = _right_layer_norm_backward(x, gain, dy, eps)
    dx = []
    for row, d in zip(x, dy):
        mean = sum(row) / len(row)
        size = sqrt(sum((v - mean) ** 2 for v in row) / len(row) + eps)
        upstream = [a * g for a, g in zip(d, gain)]
        middle = sum(upstream) / len(upstream)
        dx.append([(u - middle) / size for u in upstream])
    return dx, dgain, dbias


def layer_norm_backward__gain_forgotten_in_dx(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """You send dy back without the gain. The forward pass multiplies by it last, so it comes first
    on the way back: dy·gain."""
    _, dgain, dbias = _right_layer_norm_backward(x, gain, dy, eps)
    dx, _, _ = _right_layer_norm_backward(x, [1.0] * len(gain), dy, eps)
    return dx, dgain, dbias


def layer_norm_backward__gain_at_the_end(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """You multiply dx by the gain at the end. The gain belongs to dy, before the paths through the
    mean and the deviation: those mix the columns, so a factor of a column cannot wait."""
    _, dgain, dbias = _right_layer_norm_backward(x, gain, dy, eps)
    dx, _, _ = _right_layer_norm_backward(x, [1.0] * len(gain), dy, eps)
    return [[value * g for value, g in zip(row, gain)] for row in dx], dgain, dbias


def layer_norm_backward__gain_gradient_from_x(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """You multiply dy by x to get dgain. The gain multiplied the normalised row, not x itself."""
    dx, _, dbias = _right_layer_norm_backward(x, gain, dy, eps)
    return dx, [sum(v * d for v, d in zip(*pair)) for pair in zip(zip(*x), zip(*dy))], dbias


def layer_norm_backward__averaged_over_rows(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """You average dgain and dbias over the rows. They are sums: the 1/n of a mean loss is already
    in dy."""
    dx, dgain, dbias = _right_layer_norm_backward(x, gain, dy, eps)
    return dx, [v / len(x) for v in dgain], [v / len(x) for v in dbias]


def layer_norm_backward__bias_gradient_not_summed(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """You take the first row of dy for dbias. The bias was added to every row, so its gradient is
    the sum of all of them."""
    dx, dgain, _ = _right_layer_norm_backward(x, gain, dy, eps)
    return dx, dgain, list(dy[0])


def layer_norm_backward__upstream_not_checked(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """You compare the gain with x and never look at the shape of dy. The longer one is cut off, and
    the gradient has the wrong number of rows or columns."""
    _check_columns(x, gain)
    n, m = min(len(x), len(dy)), min(len(x[0]), len(dy[0]))
    return _right_layer_norm_backward(
        [row[:m] for row in x[:n]], gain[:m], [row[:m] for row in dy[:n]], eps
    )


def rms_norm__mean_subtracted(x: Matrix, gain: Vector, eps: float = 1e-5) -> Matrix:
    """You subtract the mean as in layer norm. RMS norm leaves it in: that makes it cheaper, and
    transformers do as well without."""
    return _right_layer_norm(x, gain, [0.0] * len(gain), eps)


def rms_norm__sum_of_squares(x: Matrix, gain: Vector, eps: float = 1e-5) -> Matrix:
    """You divide by the length of the row, sqrt(sum of squares). RMS is the root of the *mean*
    square: without the 1/m, longer rows give smaller results."""
    _check_columns(x, gain)
    return [[v / sqrt(sum(u * u for u in row) + eps) * g for v, g in zip(row, gain)] for row in x]


def rms_norm__eps_left_out(x: Matrix, gain: Vector, eps: float = 1e-5) -> Matrix:
    """You leave eps out. It is part of the definition: it matters for all small rows, not only for
    rows of zeros."""
    _check_columns(x, gain)
    out = []
    for row in x:
        size = sqrt(sum(u * u for u in row) / len(row))
        out.append([v / size * g if size else 0.0 for v, g in zip(row, gain)])
    return out


def rms_norm__other_default_eps(x: Matrix, gain: Vector, eps: float = 1e-6) -> Matrix:
    """Your default for eps is 1e-6. It is 1e-5 here, in all four functions."""
    return _right_rms_norm(x, gain, eps)


def rms_norm_backward__gain_at_the_end(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    """You multiply dx by the gain at the end. The gain belongs to dy, before the path through the
    root of the mean square: that mixes the columns, so a factor of a column cannot wait."""
    _, dgain = _right_rms_norm_backward(x, gain, dy, eps)
    dx, _ = _right_rms_norm_backward(x, [1.0] * len(gain), dy, eps)
    return [[value * g for value, g in zip(row, gain)] for row in dx], dgain


def rms_norm_backward__rms_taken_for_a_constant(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    """You divide the gradient by the RMS and stop. The RMS depends on every entry of the row; this
    second path takes away the part of the gradient that points along the row."""
    _, dgain = _right_rms_norm_backward(x, gain, dy, eps)
    dx = []
    for row, d in zip(x, dy):
        size = sqrt(sum(v * v for v in row) / len(row) + eps)
        dx.append([a * g / size for a, g in zip(d, gain)])
    return dx, dgain


def rms_norm_backward__sum_in_place_of_mean(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    """Your term along the row lacks its 1/m: the RMS contains a mean, so its derivative has that
    factor."""
    _check_columns(x, gain)
    _check_shapes(x, dy)
    _, dgain = _right_rms_norm_backward(x, gain, dy, eps)
    dx = []
    for row, d in zip(x, dy):
        size = sqrt(sum(v * v for v in row) / len(row) + eps)
        normal = [v / size for v in row]
        upstream = [a * g for a, g in zip(d, gain)]
        along = sum(u * v for u, v in zip(upstream, normal))
        dx.append([(u - v * along) / size for u, v in zip(upstream, normal)])
    return dx, dgain


def rms_norm_backward__gain_gradient_of_last_row(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    """You assign dgain row by row instead of adding it up, so only the last row's share is left."""
    dx, dgain = _right_rms_norm_backward(x, gain, dy, eps)
    for row, d in zip(x, dy):
        size = sqrt(sum(v * v for v in row) / len(row) + eps)
        dgain = [v / size * a for v, a in zip(row, d)]
    return dx, dgain


def rms_norm_backward__shape_not_checked(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    """You never compare dy with x, so the longer one is silently cut off."""
    _check_columns(x, gain)
    n, m = min(len(x), len(dy)), min(len(x[0]), len(dy[0]))
    return _right_rms_norm_backward(
        [row[:m] for row in x[:n]], gain[:m], [row[:m] for row in dy[:n]], eps
    )
