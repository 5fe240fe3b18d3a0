"""As short as it gets."""

from statistics import fmean


def one_hot(labels, classes):
    if any(label not in range(classes) for label in labels):
        raise ValueError(labels)
    return [[int(c == label) for c in range(classes)] for label in labels]


def _zip(a, b):
    if [*map(len, a)] != [*map(len, b)]:
        raise ValueError("shapes")
    return zip(a, b)


def mse(predicted, target):
    return fmean(sum((p - t) ** 2 for p, t in zip(*rows)) for rows in _zip(predicted, target))


def mse_backward(predicted, target):
    return [[(p - t) / len(target) * 2 for p, t in zip(*rows)] for rows in _zip(predicted, target)]
