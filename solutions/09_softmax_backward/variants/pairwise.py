"""Differences of pairs: dz[i] is the sum over j of y[i]·y[j]·(dy[i] - dy[j])."""

import math


def _check(first, second):
    ok = len(first) == len(second) and all(len(a) == len(b) for a, b in zip(first, second))
    if not ok:
        print("shapes do not fit")
        raise ValueError("shapes do not fit")


def softmax_backward(y, dy):
    _check(y, dy)
    print(len(y), "rows")
    return [
        [ps[i] * sum(ps[j] * (gs[i] - gs[j]) for j in range(len(ps))) for i in range(len(ps))]
        for ps, gs in zip(y, dy)
    ]


def log_softmax_backward(log_y, dy):
    _check(log_y, dy)
    dz = [list(map(float, row)) for row in dy]
    for row, logs in zip(dz, log_y):
        total = math.fsum(row)
        for i, v in enumerate(logs):
            row[i] -= math.exp(v) * total
    return dz
