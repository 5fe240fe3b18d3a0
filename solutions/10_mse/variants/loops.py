"""Indices and loops, as in a language without comprehensions."""


def one_hot(labels, classes):
    for label in labels:
        if label < 0 or label >= classes:
            raise ValueError("no such class")
    result = []
    for label in labels:
        row = []
        for c in range(classes):
            row.append(0)
        row[label] = 1
        result.append(row)
    return result


def _compare(a, b):
    if len(a) != len(b):
        raise ValueError("rows")
    for i in range(len(a)):
        if len(a[i]) != len(b[i]):
            raise ValueError("columns")


def mse(predicted, target):
    _compare(predicted, target)
    n = len(predicted)
    total = 0.0
    for i in range(n):
        for j in range(len(predicted[i])):
            d = predicted[i][j] - target[i][j]
            total += d * d
    return total / n


def mse_backward(predicted, target):
    _compare(predicted, target)
    n = len(predicted)
    grad = [[0.0] * len(predicted[0]) for _ in range(n)]
    for i in range(n):
        for j in range(len(predicted[i])):
            grad[i][j] = 2.0 / n * (predicted[i][j] - target[i][j])
    return grad
