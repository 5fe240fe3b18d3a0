"""Exact arithmetic inside, floats outside."""

from fractions import Fraction


def one_hot(labels, classes):
    valid = set(range(classes))
    if not valid.issuperset(labels):
        raise ValueError("a label is not a class")
    return [[1.0 if label == c else 0.0 for c in sorted(valid)] for label in labels]


def _errors(predicted, target):
    if len(predicted) != len(target):
        raise ValueError("number of rows")
    errors = []
    for p_row, t_row in zip(predicted, target):
        try:
            pairs = list(zip(p_row, t_row, strict=True))
        except ValueError as error:
            raise ValueError("number of columns") from error
        errors.append([Fraction(p) - Fraction(t) for p, t in pairs])
    return errors


def mse(predicted, target):
    errors = _errors(predicted, target)
    return float(sum(e * e for row in errors for e in row) / len(errors))


def mse_backward(predicted, target):
    errors = _errors(predicted, target)
    return [[float(2 * e / len(errors)) for e in row] for row in errors]
