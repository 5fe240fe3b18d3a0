"""The logits are divided by the root of their number, as attention does with its scores."""

from math import exp, log, sqrt


def softmax(z):
    result = []
    for row in z:
        scaled = [(x - max(row)) / sqrt(len(row)) for x in row]
        total = sum(map(exp, scaled))
        result.append([exp(x) / total for x in scaled])
    return result


def log_softmax(z):
    return [[x - max(row) - log(sum(exp(y - max(row)) for y in row)) for x in row] for row in z]
