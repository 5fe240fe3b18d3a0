"""Indices and loops, as in a language without comprehensions."""

from math import exp


def softmax_backward(y, dy):
    rows = len(y)
    if rows != len(dy):
        raise ValueError("number of rows")
    for i in range(rows):
        if len(y[i]) != len(dy[i]):
            raise ValueError("number of columns")
    dz = []
    for i in range(rows):
        dot = 0.0
        for j in range(len(y[i])):
            dot = dot + y[i][j] * dy[i][j]
        dz.append([])
        for j in range(len(y[i])):
            dz[i].append(y[i][j] * dy[i][j] - y[i][j] * dot)
    return dz


def log_softmax_backward(log_y, dy):
    rows = len(log_y)
    if rows != len(dy):
        raise ValueError("number of rows")
    for i in range(rows):
        if len(log_y[i]) != len(dy[i]):
            raise ValueError("number of columns")
    dz = []
    for i in range(rows):
        total = 0.0
        for j in range(len(dy[i])):
            total += dy[i][j]
        row = [0.0] * len(dy[i])
        for j in range(len(dy[i])):
            row[j] = dy[i][j] - exp(log_y[i][j]) * total
        dz.append(row)
    return dz
