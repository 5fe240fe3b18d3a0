"""p[j] = 1 / sum over k of e^(z[k] - z[j]): no shift at all, only differences."""

from math import exp, log1p


def softmax(z):
    return [[1 / sum(exp(min(other - x, 709.0)) for other in row) for x in row] for row in z]


def log_softmax(z):
    result = []
    for row in z:
        order = sorted(range(len(row)), key=row.__getitem__)
        top = order.pop()
        rest = log1p(sum(exp(row[j] - row[top]) for j in order))
        result.append([(x - row[top]) - rest for x in row])
    return result
