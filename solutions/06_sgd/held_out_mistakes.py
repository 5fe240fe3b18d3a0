"""Wrong optimiser steps that the catalogue does not list."""

from typing import Any

from sgd import _rows, _structure, momentum_step, sgd_step

Params = list[Any]

_right = momentum_step
_right_sgd = sgd_step


def momentum_step__one_velocity_for_equal_shapes(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """Finds a velocity by its shape, so parameters of one shape share one."""
    if not _structure(params) == _structure(grads) == _structure(velocities):
        raise ValueError("structures differ")
    by_shape = {str(_structure([v])): v for v in velocities}
    shared = [by_shape[str(_structure([p]))] for p in params]
    _right(params, grads, shared, lr, momentum)


def sgd_step__order_of_structures_ignored(params: Params, grads: Params, lr: float) -> None:
    """Compares which shapes there are, in whatever order."""
    if _sorted(params) != _sorted(grads):
        raise ValueError("structures differ")
    for p, g in zip(_rows(params), _rows(grads)):
        p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def momentum_step__order_of_structures_ignored(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    if not _sorted(params) == _sorted(grads) == _sorted(velocities):
        raise ValueError("structures differ")
    for p, g, v in zip(_rows(params), _rows(grads), _rows(velocities)):
        v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def _sorted(params: Params) -> list[str]:
    return sorted(map(str, _structure(params)))


def sgd_step__vectors_learn_twice_as_fast(params: Params, grads: Params, lr: float) -> None:
    """Twice the learning rate for biases, as some frameworks had it."""
    if _structure(params) != _structure(grads):
        raise ValueError("structures differ")
    for p, g in zip(params, grads):
        rate = lr if isinstance(p[0], list) else 2 * lr
        for row, g_row in zip(_rows([p]), _rows([g])):
            row[:] = [p_i - rate * g_i for p_i, g_i in zip(row, g_row)]


def momentum_step__rests_without_lr(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """A learning rate of 0 leaves the velocities as they were, too."""
    if not _structure(params) == _structure(grads) == _structure(velocities):
        raise ValueError("structures differ")
    if lr:
        _right(params, grads, velocities, lr, momentum)


def momentum_step__rests_without_gradient(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """An entry whose gradient is 0 does not roll on."""
    if not _structure(params) == _structure(grads) == _structure(velocities):
        raise ValueError("structures differ")
    for p, g, v in zip(_rows(params), _rows(grads), _rows(velocities)):
        for i, slope in enumerate(g):
            if slope:
                v[i] = momentum * v[i] + slope
                p[i] -= lr * v[i]


def sgd_step__nothing_checked_without_lr(params: Params, grads: Params, lr: float) -> None:
    """Returns before the check if the learning rate is 0."""
    if lr == 0:
        return
    if _structure(params) != _structure(grads):
        raise ValueError("structures differ")
    for p, g in zip(_rows(params), _rows(grads)):
        p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def sgd_step__downhill_only(params: Params, grads: Params, lr: float) -> None:
    """A negative learning rate, which would climb, is taken for a positive one."""
    _right_sgd(params, grads, abs(lr))


def sgd_step__first_and_last_rows_compared(params: Params, grads: Params, lr: float) -> None:
    """Of a matrix only the first and the last row have to agree in length."""
    if _ends(params) != _ends(grads):
        raise ValueError("structures differ")
    for p, g in zip(_rows(params), _rows(grads)):
        p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def _ends(params: Params) -> list[Any]:
    return [(len(p), len(p[0]), len(p[-1])) if isinstance(p[0], list) else len(p) for p in params]


def momentum_step__at_most_one(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """A momentum above 1 counts as 1."""
    _right(params, grads, velocities, lr, min(momentum, 1.0))


def momentum_step__nothing_checked_without_lr(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """With a learning rate of 0 only the velocities are looked at, and changed."""
    if lr == 0 and len(grads) == len(velocities):
        for g, v in zip(_rows(grads), _rows(velocities)):
            v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
        return
    _right(params, grads, velocities, lr, momentum)
