"""Softmax and its logarithm over each row, for logits of any size."""

from math import exp, log

Vector = list[float]
Matrix = list[list[float]]


def softmax(z: Matrix) -> Matrix:
    """Return e^z / sum(e^z) over each row: weights that sum to 1, in the shape of z.

    Finite for every finite input.
    """
    return [_softmax(_shifted(row)) for row in z]


def log_softmax(z: Matrix) -> Matrix:
    """Return the natural logarithm of softmax(z), in the shape of z.

    Finite for every finite input whose row spread (largest - smallest) is finite, and exact
    where softmax underflows to 0: log_softmax([[0.0, -1000.0]]) is [[0.0, -1000.0]].
    """
    return [_log_softmax(_shifted(row)) for row in z]


def _shifted(row: Vector) -> Vector:
    # Softmax is blind to a constant added to a row; with a largest entry of 0, exp cannot overflow.
    largest = float(max(row))
    return [x - largest for x in row]


def _softmax(shifted: Vector) -> Vector:
    exps = [exp(x) for x in shifted]
    total = sum(exps)
    return [e / total for e in exps]


def _log_softmax(shifted: Vector) -> Vector:
    log_total = log(sum(exp(x) for x in shifted))
    return [x - log_total for x in shifted]
