"""Online softmax: the largest so far and the sum so far, rescaled whenever a larger entry comes."""

from math import exp, inf, log


def scan(row):
    top, total = -inf, 0.0
    for x in row:
        if x <= top:
            total += exp(x - top)
        else:
            total = total * exp(top - x) + 1.0
            top = x
    return top, total


def softmax(z):
    out = []
    for row in z:
        top, total = scan(row)
        out.append([exp(x - top) / total for x in row])
    return out


def log_softmax(z):
    out = []
    for row in z:
        top, total = scan(row)
        out.append([(x - top) - log(total) for x in row])
    return out
