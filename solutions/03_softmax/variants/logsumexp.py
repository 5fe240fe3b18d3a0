"""Both by the logarithm of the sum of exponentials, as textbooks write it."""

import math


def logsumexp(row):
    peak = max(row)
    return peak + math.log(sum(math.exp(x - peak) for x in row))


def log_softmax(z):
    return [[x - logsumexp(row) for x in row] for row in z]


def softmax(z):
    peaks = [max(row) for row in z]
    return [
        [math.exp(x - peak) / sum(math.exp(y - peak) for y in row) for x in row]
        for row, peak in zip(z, peaks)
    ]
