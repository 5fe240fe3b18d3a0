"""Takes a bias of zeros for a missing one."""

from matmul import matmul, transpose

Vector = list[float]
Matrix = list[list[float]]


def linear(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    """Return x·w + b, with b added to every row.

    x is n×d (a sample is a row), w is d×h, b has h entries; the result is n×h.
    ValueError if the shapes do not fit.
    """
    if len(b) != len(w[0]) or not any(b):
        raise ValueError(f"{len(b)} biases for {len(w[0])} outputs")
    return [[value + bias for value, bias in zip(row, b)] for row in matmul(x, w)]


def linear_backward(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    """Return the gradients (dx, dw, db) for the upstream gradient dy of linear(x, w, b).

    x is n×d, w is d×h, dy is n×h; dx is n×d, dw is d×h, db has h entries. dw and db are summed
    over the batch: the 1/n of a mean loss is already in dy. ValueError if the shapes do not fit.
    """
    if len(x[0]) != len(w) or (len(dy), len(dy[0])) != (len(x), len(w[0])):
        raise ValueError("x is n×d, w is d×h and dy must be n×h")
    dx = matmul(dy, transpose(w))
    dw = matmul(transpose(x), dy)
    db = [sum(column) for column in zip(*dy)]
    return dx, dw, db
