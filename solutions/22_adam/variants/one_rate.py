"""The corrections in one step size, as the paper suggests; eps goes with it."""

from math import fsum, sqrt


def pieces(params):
    for p in params:
        if isinstance(p[0], list):
            yield from p
        else:
            yield p


def kinds(params):
    return [isinstance(p[0], list) for p in params], [
        len(p) for p in params
    ], [len(row) for row in pieces(params)]


def adam_step(
    params, grads, first, second, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    for other in (grads, first, second):
        if kinds(other) != kinds(params):
            raise ValueError("structure")
    if step < 1:
        raise ValueError("step")
    root = sqrt(1 - beta2**step)
    rate = lr * root / (1 - beta1**step)
    for p, g, m, v in zip(pieces(params), pieces(grads), pieces(first), pieces(second)):
        for i in range(len(p)):
            decay = lr * weight_decay * p[i]
            m[i] = m[i] * beta1 + g[i] * (1 - beta1)
            v[i] = v[i] * beta2 + g[i] * g[i] * (1 - beta2)
            p[i] -= rate * m[i] / (sqrt(v[i]) + eps * root) + decay


def clip_gradients(grads, max_norm):
    if not max_norm > 0:
        raise ValueError("max_norm")
    norm = sqrt(fsum(x * x for row in pieces(grads) for x in row))
    if norm > max_norm:
        for row in pieces(grads):
            row[:] = [x / norm * max_norm for x in row]
    return norm
