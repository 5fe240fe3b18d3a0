"""Layer norm and RMS norm of each row, and their gradients."""

Vector = list[float]
Matrix = list[list[float]]


def layer_norm(x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5) -> Matrix:
    """Return each row of x normalised to mean 0 and variance 1, times gain, plus bias; n×m.

    A row has its mean subtracted and is divided by sqrt(variance + eps), where the variance is the
    mean of the squared deviations (biased). gain and bias have an entry for each column.

    Raises ValueError if gain or bias has another number of entries than x has columns.
    """
    raise NotImplementedError


def layer_norm_backward(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    """Return the gradients (dx, dgain, dbias) of layer_norm for the upstream gradient dy (n×m).

    dx is n×m; dgain and dbias have an entry for each column, summed over the rows.

    Raises ValueError if gain does not fit the columns of x, or dy the shape of x.
    """
    raise NotImplementedError


def rms_norm(x: Matrix, gain: Vector, eps: float = 1e-5) -> Matrix:
    """Return each row of x divided by sqrt(mean of its squares + eps), times gain; n×m.

    Raises ValueError if gain has another number of entries than x has columns.
    """
    raise NotImplementedError


def rms_norm_backward(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    """Return the gradients (dx, dgain) of rms_norm for the upstream gradient dy (n×m).

    Raises ValueError if gain does not fit the columns of x, or dy the shape of x.
    """
    raise NotImplementedError
