"""Nested lists of any depth, walked by recursion over the structure."""

from math import hypot


def fits(a, b):
    if isinstance(a, list) != isinstance(b, list):
        return False
    return not isinstance(a, list) or (len(a) == len(b) and all(map(fits, a, b)))


def walk(p, g, m, v, update):
    for i in range(len(p)):
        if isinstance(p[i], list):
            walk(p[i], g[i], m[i], v[i], update)
        else:
            p[i], m[i], v[i] = update(p[i], g[i], m[i], v[i])


def adam_step(
    params, grads, first, second, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    if step < 1 or not all(fits(params, other) for other in (grads, first, second)):
        raise ValueError("step or structures")

    def update(p, g, m, v):
        m += (1 - beta1) * (g - m)
        v += (1 - beta2) * (g * g - v)
        direction = m / (1 - beta1**step) / ((v / (1 - beta2**step)) ** 0.5 + eps)
        return p * (1 - lr * weight_decay) - lr * direction, m, v

    walk(params, grads, first, second, update)


def flat(g):
    for item in g:
        if isinstance(item, list):
            yield from flat(item)
        else:
            yield item


def scale(g, factor):
    for i, item in enumerate(g):
        if isinstance(item, list):
            scale(item, factor)
        else:
            g[i] = item * factor


def clip_gradients(grads, max_norm):
    if not max_norm > 0:
        raise ValueError(max_norm)
    norm = hypot(*flat(grads))
    if norm > max_norm:
        scale(grads, max_norm / norm)
    return norm
