"""Parameters, rows and numbers by one recursion; it is as deep as the nesting, not as long."""


def shape(p):
    return [shape(q) for q in p] if isinstance(p, list) else None


def update(formula, target, *others):
    for i, entries in enumerate(zip(target, *others)):
        if isinstance(entries[0], list):
            update(formula, *entries)
        else:
            target[i] = formula(*entries)


def require_same(*lists):
    first, *rest = map(shape, lists)
    if any(other != first for other in rest):
        raise ValueError(f"not {first}")


def sgd_step(params, grads, lr):
    require_same(params, grads)
    update(lambda p, g: p - lr * g, params, grads)


def momentum_step(params, grads, velocities, lr, momentum):
    require_same(params, grads, velocities)
    update(lambda v, g: momentum * v + g, velocities, grads)
    update(lambda p, v: p - lr * v, params, velocities)
