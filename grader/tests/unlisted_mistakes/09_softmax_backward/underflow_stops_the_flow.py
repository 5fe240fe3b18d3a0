"""Where the probability underflows, log_softmax_backward gives 0 instead of dy itself."""

from math import exp


def _check(a, b):
    if len(a) != len(b) or len(a[0]) != len(b[0]):
        raise ValueError("shapes differ")


def softmax_backward(y, dy):
    _check(y, dy)
    return [
        [p * (g - sum(q * h for q, h in zip(ps, gs))) for p, g in zip(ps, gs)]
        for ps, gs in zip(y, dy)
    ]


def log_softmax_backward(log_y, dy):
    _check(log_y, dy)
    result = []
    for logs, gs in zip(log_y, dy):
        ps = [exp(v) for v in logs]
        result.append([g - p * sum(gs) if p > 0 else 0.0 for p, g in zip(ps, gs)])
    return result
