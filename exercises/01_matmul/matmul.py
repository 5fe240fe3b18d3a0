"""The matrix product and the transpose: every layer, forwards and backwards, is made of them."""

Matrix = list[list[float]]


def matmul(a: Matrix, b: Matrix) -> Matrix:
    """Return the matrix product a·b.

    a is n×k, b is k×m, the result n×m: its entry in row i and column j is the dot product
    of row i of a and column j of b.

    Raises ValueError if a's columns and b's rows differ in number.
    """
    raise NotImplementedError


def transpose(a: Matrix) -> Matrix:
    """Return the transpose of a: a is n×m, the result m×n, and row j of it is column j of a."""
    raise NotImplementedError
