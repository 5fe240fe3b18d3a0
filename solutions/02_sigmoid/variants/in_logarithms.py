"""By way of log sigmoid(x) = -softplus(-x), which is easy to compute for any x."""

from math import exp, log1p


def softplus(x):
    return max(x, 0.0) + log1p(exp(-abs(x)))


def sigmoid(z):
    return [[exp(-softplus(-x)) for x in row] for row in z]


def sigmoid_backward(y, dy):
    n, m = len(y), len(y[0])
    if (len(dy), len(dy[0])) != (n, m):
        raise ValueError("dy has another shape than y")
    return [[y[i][j] * dy[i][j] - y[i][j] ** 2 * dy[i][j] for j in range(m)] for i in range(n)]
