"""The Jacobian of every row, written out; lists of three in place of tuples."""

from math import sqrt


def check(x, dy=None, *vectors):
    for v in vectors:
        if len(v) != len(x[0]):
            raise ValueError(len(v))
    if dy is not None:
        if len(dy) != len(x):
            raise ValueError("rows")
        if len(dy[0]) != len(x[0]):
            raise ValueError("columns")


def stats(row, eps, centred):
    m = len(row)
    mu = sum(row) / m if centred else 0
    s = sqrt(sum((v - mu) * (v - mu) for v in row) / m + eps)
    return mu, s


def layer_norm(x, gain, bias, eps=1e-5):
    check(x, None, gain, bias)
    result = []
    for row in x:
        mu, s = stats(row, eps, True)
        result.append([gain[j] * ((v - mu) / s) + bias[j] for j, v in enumerate(row)])
    return result


def rms_norm(x, gain, eps=1e-5):
    check(x, None, gain)
    result = []
    for row in x:
        _, s = stats(row, eps, False)
        result.append([gain[j] * (v / s) for j, v in enumerate(row)])
    return result


def jacobian_product(row, upstream, eps, centred):
    m = len(row)
    mu, s = stats(row, eps, centred)
    hat = [(v - mu) / s for v in row]
    out = []
    for k in range(m):
        total = 0.0
        for j in range(m):
            entry = (1.0 if j == k else 0.0) - hat[j] * hat[k] / m
            if centred:
                entry -= 1.0 / m
            total += upstream[j] * entry
        out.append(total / s)
    return out, hat


def backward(x, gain, dy, eps, centred):
    check(x, dy, gain)
    dx, dgain = [], [0.0 for _ in gain]
    for row, d in zip(x, dy):
        back, hat = jacobian_product(row, [a * g for a, g in zip(d, gain)], eps, centred)
        dx.append(back)
        dgain = [total + a * h for total, a, h in zip(dgain, d, hat)]
    return dx, dgain


def layer_norm_backward(x, gain, dy, eps=1e-5):
    dx, dgain = backward(x, gain, dy, eps, True)
    dbias = [0.0 for _ in gain]
    for d in dy:
        dbias = [total + a for total, a in zip(dbias, d)]
    return [dx, dgain, dbias]


def rms_norm_backward(x, gain, dy, eps=1e-5):
    return list(backward(x, gain, dy, eps, False))
