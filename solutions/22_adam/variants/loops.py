"""Index loops, matrices and vectors apart."""

import math


def shape(p):
    if isinstance(p[0], list):
        return ["matrix"] + [len(row) for row in p]
    return ["vector", len(p)]


def same(a, b):
    if len(a) != len(b):
        return False
    for i in range(len(a)):
        if shape(a[i]) != shape(b[i]):
            return False
    return True


def one(p, g, m, v, j, t, lr, b1, b2, eps, wd):
    m[j] = b1 * m[j] + (1 - b1) * g[j]
    v[j] = b2 * v[j] + (1 - b2) * g[j] ** 2
    mhat = m[j] / (1 - b1**t)
    vhat = v[j] / (1 - b2**t)
    p[j] = p[j] - lr * (mhat / (math.sqrt(vhat) + eps) + wd * p[j])


def adam_step(
    params, grads, first, second, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    if step < 1:
        raise ValueError("step starts at 1")
    if not same(params, grads) or not same(params, first) or not same(params, second):
        raise ValueError("structures")
    for k in range(len(params)):
        p, g, m, v = params[k], grads[k], first[k], second[k]
        if isinstance(p[0], list):
            for i in range(len(p)):
                for j in range(len(p[i])):
                    one(p[i], g[i], m[i], v[i], j, step, lr, beta1, beta2, eps, weight_decay)
        else:
            for j in range(len(p)):
                one(p, g, m, v, j, step, lr, beta1, beta2, eps, weight_decay)


def clip_gradients(grads, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm")
    total = 0.0
    for g in grads:
        for row in g if isinstance(g[0], list) else [g]:
            for x in row:
                total += x * x
    norm = total**0.5
    if norm > max_norm:
        scale = max_norm / norm
        for g in grads:
            for row in g if isinstance(g[0], list) else [g]:
                for j in range(len(row)):
                    row[j] *= scale
    return norm
