"""Softmax and its logarithm over each row, for logits of any size."""

Vector = list[float]
Matrix = list[list[float]]


def softmax(z: Matrix) -> Matrix:
    """Return e^z / sum(e^z) over each row: weights that sum to 1, in the shape of z.

    Finite for every finite input.
    """
    raise NotImplementedError


def log_softmax(z: Matrix) -> Matrix:
    """Return the natural logarithm of softmax(z), in the shape of z.

    Finite for every finite input whose row spread (largest - smallest) is finite, and exact
    where softmax underflows to 0: log_softmax([[0.0, -1000.0]]) is [[0.0, -1000.0]].
    """
    raise NotImplementedError
