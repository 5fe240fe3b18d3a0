"""A fully connected layer: the affine map x·w + b and its gradients."""

Vector = list[float]
Matrix = list[list[float]]


def linear(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """Return x·w + b, with b added to every row.

    x is n×d (a sample is a row), w is d×h, b has h entries; the result is n×h.
    ValueError if the shapes do not fit.
    """
    raise NotImplementedError


def linear_backward(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    """Return the gradients (dx, dw, db) for the upstream gradient dy of linear(x, w, b).

    x is n×d, w is d×h, dy is n×h; dx is n×d, dw is d×h, db has h entries. dw and db are summed
    over the batch: the 1/n of a mean loss is already in dy. ValueError if the shapes do not fit.
    """
    raise NotImplementedError
