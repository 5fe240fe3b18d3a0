"""Differences are kept in four bytes each, to save memory."""

from array import array


def one_hot(labels, classes):
    if any(not 0 <= label < classes for label in labels):
        raise ValueError("label")
    return [[float(c == label) for c in range(classes)] for label in labels]


def _differences(predicted, target):
    if [len(r) for r in predicted] != [len(r) for r in target]:
        raise ValueError("shapes differ")
    return [array("f", (p - t for p, t in zip(*rows))) for rows in zip(predicted, target)]


def mse(predicted, target):
    return sum(d * d for row in _differences(predicted, target) for d in row) / len(target)


def mse_backward(predicted, target):
    return [[2 * d / len(target) for d in row] for row in _differences(predicted, target)]
