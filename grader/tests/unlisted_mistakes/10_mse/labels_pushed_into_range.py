"""one_hot moves a label outside the range to the nearest class."""


def one_hot(labels, classes):
    near = [min(max(label, 0), classes - 1) for label in labels]
    return [[float(c == label) for c in range(classes)] for label in near]


def _check(a, b):
    if [len(r) for r in a] != [len(r) for r in b]:
        raise ValueError("shapes differ")


def mse(predicted, target):
    _check(predicted, target)
    errors = [(p - t) ** 2 for rows in zip(predicted, target) for p, t in zip(*rows)]
    return sum(errors) / len(predicted)


def mse_backward(predicted, target):
    _check(predicted, target)
    n = len(predicted)
    return [[2 * (p - t) / n for p, t in zip(*rows)] for rows in zip(predicted, target)]
