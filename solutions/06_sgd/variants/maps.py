from operator import mul


def rows(p): return p if isinstance(p[0], list) else [p]
def kind(p): return type(p[0]) is list, *map(len, rows(p))


def sgd_step(params, grads, lr):
    if [*map(kind, params)] != [*map(kind, grads)]: raise ValueError
    for p, g in zip(params, grads):
        for u, v in zip(rows(p), rows(g)): u[:] = map(lambda a, b: a - b * lr, u, v)


def momentum_step(params, grads, velocities, lr, momentum):
    if not [*map(kind, params)] == [*map(kind, grads)] == [*map(kind, velocities)]: raise ValueError
    for v, g in zip(velocities, grads):
        for s, t in zip(rows(v), rows(g)):
            s[:] = (a + b for a, b in zip(map(mul, s, [momentum] * len(s)), t))
    sgd_step(params, velocities, lr)
