"""Computes everything, then writes: so an error on the way cannot leave anything half done."""


class Misfit(ValueError):
    """Structures that differ."""


def _vectors(params):
    for p in params:
        if isinstance(p[0], (int, float)):
            yield p
        else:
            yield from p


def _zip(*structures):
    try:
        for parts in zip(*structures, strict=True):
            if len({isinstance(part[0], (int, float)) for part in parts}) > 1:
                raise Misfit("a vector where a matrix is")
            if len(set(map(len, parts))) > 1:
                raise Misfit("lengths")
        return [
            list(zip(*vectors, strict=True))
            for vectors in zip(*map(_vectors, structures), strict=True)
        ]
    except Misfit:
        raise
    except ValueError as error:
        raise Misfit(str(error)) from error


def sgd_step(params, grads, lr):
    new = [[p - lr * g for p, g in pairs] for pairs in _zip(params, grads)]
    for vector, values in zip(_vectors(params), new):
        vector[:] = values


def momentum_step(params, grads, velocities, lr, momentum):
    speeds = [[momentum * v + g for g, v in pairs] for pairs in _zip(grads, velocities)]
    _zip(params, grads)
    for vector, values in zip(_vectors(velocities), speeds):
        vector.clear()
        vector.extend(values)
    sgd_step(params, velocities, lr)
