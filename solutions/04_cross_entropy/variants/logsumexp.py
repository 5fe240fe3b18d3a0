"""The loss as logsumexp minus the label's logit, both of a row whose peak is at 0."""

import math

from softmax import softmax


def check(logits, labels):
    if len(labels) != len(logits) or any(not 0 <= t < len(logits[0]) for t in labels):
        raise ValueError("labels do not fit the logits")


def below(row):
    peak = max(row)
    return [x - peak for x in row]


def logsumexp(row):
    return math.log(sum(math.exp(x) for x in row))


def cross_entropy(logits, labels):
    check(logits, labels)
    rows = map(below, logits)
    return sum(logsumexp(row) - row[t] for row, t in zip(rows, labels)) / len(labels)


def cross_entropy_backward(logits, labels):
    check(logits, labels)
    gradient = softmax(logits)
    for row, t in zip(gradient, labels):
        row[t] -= 1.0
    return [[g / len(labels) for g in row] for row in gradient]
