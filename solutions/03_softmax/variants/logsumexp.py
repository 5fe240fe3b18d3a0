"""Both by the logarithm of the sum of exponentials, the peak taken away first and for good."""

import math


def below(row):
    peak = max(row)
    return [x - peak for x in row]


def logsumexp(row):
    return math.log(sum(math.exp(x) for x in row))


def log_softmax(z):
    return [[x - logsumexp(row) for x in row] for row in map(below, z)]


def softmax(z):
    peaks = [max(row) for row in z]
    return [
        [math.exp(x - peak) / sum(math.exp(y - peak) for y in row) for x in row]
        for row, peak in zip(z, peaks)
    ]
