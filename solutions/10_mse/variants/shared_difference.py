"""Loss and gradient from one function that makes the differences; products by matmul."""

from matmul import matmul, transpose


class BadShape(ValueError):
    """Shapes that do not fit."""


def one_hot(labels, classes):
    rows = [[0.0] * classes for _ in labels]
    for row, label in zip(rows, labels):
        if label < 0:
            raise ValueError(f"negative label {label}")
        try:
            row[label] = 1.0
        except IndexError:
            raise ValueError(f"label {label}, but only {classes} classes") from None
    return rows


def _difference(a, b):
    if len(a) != len(b) or len(a[0]) != len(b[0]):
        raise BadShape(f"{len(a)}x{len(a[0])} and {len(b)}x{len(b[0])}")
    return [[x - y for x, y in zip(u, v)] for u, v in zip(a, b)]


def mse(predicted, target):
    d = _difference(predicted, target)
    gram = matmul(d, transpose(d))
    return sum(gram[i][i] for i in range(len(d))) / len(d)


def mse_backward(predicted, target):
    d = _difference(predicted, target)
    factor = 2 / len(d)
    for row in d:
        row[:] = [factor * x for x in row]
    return d
