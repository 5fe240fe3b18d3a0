"""Layer norm and RMS norm of each row, and their gradients."""

from math import sqrt

Vector = list[float]
Matrix = list[list[float]]


def layer_norm(x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5) -> Matrix:
    """Return each row of x normalised to mean 0 and variance 1, times gain, plus bias; n×m.

    A row has its mean subtracted and is divided by sqrt(variance + eps), where the variance is the
    mean of the squared deviations (biased). gain and bias have an entry for each column.

    Raises ValueError if gain or bias has another number of entries than x has columns.
    """
    _check_columns(x, gain, bias)
    return [
        [value * g + b for value, g, b in zip(normal, gain, bias)]
        for normal, _ in (_normalised(_centred(row), eps) for row in x)
    ]


def layer_norm_backward(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """Return the gradients (dx, dgain, dbias) of layer_norm for the upstream gradient dy (n×m).

    dx is n×m; dgain and dbias have an entry for each column, summed over the rows.

    Raises ValueError if gain does not fit the columns of x, or dy the shape of x.
    """
    _check_columns(x, gain)
    _check_shapes(x, dy)
    normals = [_normalised(_centred(row), eps) for row in x]
    dx = [
        _centred(_through_division(normal, size, gain, d)) for (normal, size), d in zip(normals, dy)
    ]
    return dx, _column_sums(_products(normals, dy)), _column_sums(dy)


def rms_norm(x: Matrix, gain: Vector, eps: float = 1e-5) -> Matrix:
    """Return each row of x divided by sqrt(mean of its squares + eps), times gain; n×m.

    Raises ValueError if gain has another number of entries than x has columns.
    """
    _check_columns(x, gain)
    return [
        [value * g for value, g in zip(normal, gain)]
        for normal, _ in (_normalised(row, eps) for row in x)
    ]


def rms_norm_backward(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    """Return the gradients (dx, dgain) of rms_norm for the upstream gradient dy (n×m).

    Raises ValueError if gain does not fit the columns of x, or dy the shape of x.
    """
    _check_columns(x, gain)
    _check_shapes(x, dy)
    normals = [_normalised(row, eps) for row in x]
    dx = [_through_division(normal, size, gain, d) for (normal, size), d in zip(normals, dy)]
    return dx, _column_sums(_products(normals, dy))


def _check_columns(x: Matrix, *vectors: Vector) -> None:
    for vector in vectors:
        if len(vector) != len(x[0]):
            raise ValueError(f"x has {len(x[0])} columns, gain or bias {len(vector)} entries")


def _check_shapes(x: Matrix, dy: Matrix) -> None:
    if (len(x), len(x[0])) != (len(dy), len(dy[0])):
        raise ValueError(f"x is {len(x)}×{len(x[0])}, dy {len(dy)}×{len(dy[0])}")


def _centred(row: Vector) -> Vector:
    """The row less its mean. Its own backward, too: the gradient loses its mean."""
    mean = sum(row) / len(row)
    return [value - mean for value in row]


def _normalised(row: Vector, eps: float) -> tuple[Vector, float]:
    """The row divided by its size, sqrt(mean of squares + eps), and that size."""
    size = sqrt(sum(value * value for value in row) / len(row) + eps)
    return [value / size for value in row], size


def _through_division(normal: Vector, size: float, gain: Vector, dy: Vector) -> Vector:
    """The gradient for a row that was divided by its size, which depends on the row as well."""
    upstream = [d * g for d, g in zip(dy, gain)]
    along = sum(u * value for u, value in zip(upstream, normal)) / len(normal)
    return [(u - value * along) / size for u, value in zip(upstream, normal)]


def _products(normals: list[tuple[Vector, float]], dy: Matrix) -> Matrix:
    return [[value * d for value, d in zip(normal, row)] for (normal, _), row in zip(normals, dy)]


def _column_sums(rows: Matrix) -> Vector:
    return [sum(column) for column in zip(*rows)]
