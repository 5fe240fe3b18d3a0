"""The mean over the rows is updated by halves: later rows weigh more, right up to two rows."""


def one_hot(labels, classes):
    if any(not 0 <= label < classes for label in labels):
        raise ValueError("label")
    return [[float(c == label) for c in range(classes)] for label in labels]


def _check(a, b):
    if [len(r) for r in a] != [len(r) for r in b]:
        raise ValueError("shapes differ")


def mse(predicted, target):
    _check(predicted, target)
    mean = None
    for ps, ts in zip(predicted, target):
        error = sum((p - t) ** 2 for p, t in zip(ps, ts))
        mean = error if mean is None else (mean + error) / 2
    return mean


def mse_backward(predicted, target):
    _check(predicted, target)
    n = len(predicted)
    return [[2 * (p - t) / n for p, t in zip(*rows)] for rows in zip(predicted, target)]
