"""Slices assigned from maps; a helper that flattens once."""

from itertools import chain
from operator import mul


def _flat(params):
    return list(chain.from_iterable(p if isinstance(p[0], list) else [p] for p in params))


def _key(params):
    return repr([[len(r) for r in p] if isinstance(p[0], list) else len(p) for p in params])


def adam_step(
    params, grads, first, second, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    if len({_key(x) for x in (params, grads, first, second)}) > 1:
        raise ValueError("not one structure")
    if step < 1:
        raise ValueError("steps count from one")
    a, b = 1 / (1 - beta1**step), 1 / (1 - beta2**step)
    for p, g, m, v in zip(_flat(params), _flat(grads), _flat(first), _flat(second)):
        m[:] = map(lambda m, g: beta1 * m + (1 - beta1) * g, m, g)
        v[:] = map(lambda v, g: beta2 * v + (1 - beta2) * g**2, v, g)
        move = map(lambda m, v: a * m / ((b * v) ** 0.5 + eps), m, v)
        p[:] = [x - lr * d - lr * weight_decay * x for x, d in zip(p, move)]


def clip_gradients(grads, max_norm):
    if max_norm <= 0:
        raise ValueError("max_norm has to be positive")
    rows = _flat(grads)
    norm = sum(sum(map(mul, r, r)) for r in rows) ** 0.5
    for row in rows if norm > max_norm else []:
        row[:] = [max_norm * x / norm for x in row]
    return norm
