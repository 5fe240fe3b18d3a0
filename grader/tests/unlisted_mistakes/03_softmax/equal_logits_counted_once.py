"""The sum runs over the set of the logits, so those that are equal count once."""

from math import exp, log


def softmax(z):
    result = []
    for row in z:
        total = sum(exp(x - max(row)) for x in set(row))
        result.append([exp(x - max(row)) / total for x in row])
    return result


def log_softmax(z):
    return [[x - max(row) - log(sum(exp(y - max(row)) for y in row)) for x in row] for row in z]
