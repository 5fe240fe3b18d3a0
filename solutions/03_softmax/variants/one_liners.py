from math import exp, fsum, log


def log_softmax(z):
    return [[x - m - log(fsum(exp(o - m) for o in r)) for x in r] for r in z for m in [max(r)]]


def softmax(z):
    return [[*map(exp, row)] for row in log_softmax(z)]
