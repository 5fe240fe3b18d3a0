"""log_softmax subtracts the logarithm of the first row's sum in every row."""

from math import exp, log


def softmax(z):
    result = []
    for row in z:
        exps = [exp(x - max(row)) for x in row]
        result.append([e / sum(exps) for e in exps])
    return result


def log_softmax(z):
    log_sum = log(sum(exp(x - max(z[0])) for x in z[0]))
    return [[x - max(row) - log_sum for x in row] for row in z]
