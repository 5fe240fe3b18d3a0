"""Plausible wrong Adam steps and clipping, each explained to the person who wrote it."""

from math import sqrt
from typing import Any

from adam import _rows, _structure, adam_step, clip_gradients

Vector = list[float]
Params = list[Any]

_right_step = adam_step
_right_clip = clip_gradients


def _check(step: int, *lists: Params) -> None:
    if step < 1:
        raise ValueError("step")
    if any(_structure(lists[0]) != _structure(other) for other in lists[1:]):
        raise ValueError("structures differ")


def adam_step__moments_not_corrected(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You use the moments as they are. They begin as zeros, so they are far too small in the first
    steps: divide each by its 1 - beta^step."""
    _check(step, params, grads, first, second)
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * (m[i] / (sqrt(v[i]) + eps) + weight_decay * p[i])


def adam_step__second_moment_not_corrected(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You correct the first moment for its start at zero but not the second. The first step is then
    about thirty times too long."""
    _check(step, params, grads, first, second)
    c1 = 1 - beta1**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * (m[i] / c1 / (sqrt(v[i]) + eps) + weight_decay * p[i])


def adam_step__step_from_zero(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You count steps from 0, so you correct as if for the next step. The first call has step 1."""
    _check(step, params, grads, first, second)
    _right_step(params, grads, first, second, step + 1, lr, beta1, beta2, eps, weight_decay)


def adam_step__corrected_moments_kept(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You store the corrected moments. The correction is for this step alone; the next step goes on
    from the uncorrected moments."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * (m[i] / c1 / (sqrt(v[i] / c2) + eps) + weight_decay * p[i])
    for row in _rows(first):
        row[:] = [x / c1 for x in row]
    for row in _rows(second):
        row[:] = [x / c2 for x in row]


def adam_step__eps_under_the_root(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You add eps under the root, as layer norm does. Adam adds it to the root: √v̂ + eps."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * (m[i] / c1 / sqrt(v[i] / c2 + eps) + weight_decay * p[i])


def adam_step__decay_coupled(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You add weight_decay·p to the gradient, as the first Adam did. It then goes through the
    moments and is divided by √v̂ like a gradient; AdamW applies it to the parameter directly."""
    _check(step, params, grads, first, second)
    decayed = [
        [[g_i + weight_decay * p_i for p_i, g_i in zip(p, g)] for p, g in zip(ps, gs)]
        if isinstance(ps[0], list)
        else [g_i + weight_decay * p_i for p_i, g_i in zip(ps, gs)]
        for ps, gs in zip(params, grads)
    ]
    _right_step(params, decayed, first, second, step, lr, beta1, beta2, eps)


def adam_step__decay_without_lr(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You subtract weight_decay·p without the learning rate. Both parts of the step are multiplied
    by lr."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * m[i] / c1 / (sqrt(v[i] / c2) + eps) + weight_decay * p[i]


def adam_step__decay_after_the_step(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You compute the decay from the parameter after it has moved. Use the parameter as it was
    before the step."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * m[i] / c1 / (sqrt(v[i] / c2) + eps)
            p[i] -= lr * weight_decay * p[i]


def adam_step__decay_left_out(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You accept weight_decay but never use it."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * m[i] / c1 / (sqrt(v[i] / c2) + eps)


def adam_step__gradient_not_squared(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You put the gradient's absolute value into the second moment. The second moment is the mean
    of the squares."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * abs(g_i) for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * (m[i] / c1 / (sqrt(v[i] / c2) + eps) + weight_decay * p[i])


def adam_step__betas_exchanged(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You use beta1 for the second moment and beta2 for the first."""
    _right_step(params, grads, first, second, step, lr, beta2, beta1, eps, weight_decay)


def adam_step__momentum_convention(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You add the whole gradient to the first moment, as momentum does. Adam takes a mean: (1 -
    beta1)·g."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * (m[i] / c1 / (sqrt(v[i] / c2) + eps) + weight_decay * p[i])


def adam_step__root_forgotten(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You divide by the second moment itself. It is a mean of squares; only its root has the size
    of a gradient."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * (m[i] / c1 / (v[i] / c2 + eps) + weight_decay * p[i])


def adam_step__uphill(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You add the step. The gradient points to where the loss grows, so subtract it."""
    _right_step(params, grads, first, second, step, -lr, beta1, beta2, eps, -weight_decay)


def adam_step__old_moments_used(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You move the parameters first and update the moments afterwards, so each step uses the
    gradient from the step before."""
    _check(step, params, grads, first, second)
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        for i in range(len(p)):
            p[i] -= lr * (m[i] / c1 / (sqrt(v[i] / c2) + eps) + weight_decay * p[i])
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]


def adam_step__second_moments_not_kept(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You compute the second moments for this step but do not store them, so the next step starts
    from the old ones."""
    before = [list(row) for row in _rows(second)]
    _right_step(params, grads, first, second, step, lr, beta1, beta2, eps, weight_decay)
    for row, old in zip(_rows(second), before):
        row[:] = old


def adam_step__vectors_left_out(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You update only the matrices, so biases and gains never learn."""
    _check(step, params, grads, first, second)
    some = [
        [part for part in lists if isinstance(part[0], list)]
        for lists in (params, grads, first, second)
    ]
    _right_step(*some, step, lr, beta1, beta2, eps, weight_decay)


def adam_step__rows_replaced(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You put new rows into the matrices. Code that holds a row of the weights is left with the old
    values: assign to row[:]."""
    _right_step(params, grads, first, second, step, lr, beta1, beta2, eps, weight_decay)
    for p in params:
        if isinstance(p[0], list):
            p[:] = [list(row) for row in p]


def adam_step__step_not_checked(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You accept step 0. 1 - beta^0 is 0, and dividing by it raises another error, or none at
    all."""
    if step < 1:
        for row in _rows(params):
            row[:] = [p - lr * weight_decay * p for p in row]
        return
    _right_step(params, grads, first, second, step, lr, beta1, beta2, eps, weight_decay)


def adam_step__first_row_alone_compared(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You compare the number of rows and the length of the first. A last row that is shorter is
    silently cut off."""
    if step < 1:
        raise ValueError("step")
    shapes = [
        [(len(p), len(p[0])) if isinstance(p[0], list) else len(p) for p in lists]
        for lists in (params, grads, first, second)
    ]
    if any(shape != shapes[0] for shape in shapes):
        raise ValueError("structures differ")
    c1, c2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(*map(_rows, (params, grads, first, second))):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        for i in range(len(p)):
            p[i] -= lr * (m[i] / c1 / (sqrt(v[i] / c2) + eps) + weight_decay * p[i])


def adam_step__moments_not_compared(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You compare params with grads but never look at the moments."""
    _check(step, params, grads)
    if _structure(first) != _structure(params) or _structure(second) != _structure(params):
        for p, g in zip(_rows(params), _rows(grads)):
            p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]
        return
    _right_step(params, grads, first, second, step, lr, beta1, beta2, eps, weight_decay)


def adam_step__default_of_99(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.99,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """Your default for beta2 is 0.99. It is 0.999 here."""
    _right_step(params, grads, first, second, step, lr, beta1, beta2, eps, weight_decay)


def adam_step__first_moments_not_kept(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You compute the first moments for this step but do not store them, so the next step starts
    from the old ones."""
    before = [list(row) for row in _rows(first)]
    _right_step(params, grads, first, second, step, lr, beta1, beta2, eps, weight_decay)
    for row, old in zip(_rows(first), before):
        row[:] = old


def adam_step__numbers_not_compared(
    params: Params,
    grads: Params,
    first: Params,
    second: Params,
    step: int,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
    weight_decay: float = 0.0,
) -> None:
    """You compare the shapes pair by pair, but never how many parameters there are: those without a
    gradient are left out."""
    count = min(map(len, (params, grads, first, second)))
    some = [part[:count] for part in (params, grads, first, second)]
    _right_step(*some, step, lr, beta1, beta2, eps, weight_decay)


def clip_gradients__each_parameter_by_itself(grads: Params, max_norm: float) -> float:
    """You clip every parameter by its own norm. That changes the direction of the gradient as a
    whole: take one norm over all of them, and use one factor for all."""
    norm = sqrt(sum(x * x for row in _rows(grads) for x in row))
    for part in grads:
        _right_clip([part], max_norm)
    return norm


def clip_gradients__by_value(grads: Params, max_norm: float) -> float:
    """You cut every entry off at max_norm. Clipping by the norm scales all entries by one factor
    and keeps the direction."""
    if not max_norm > 0:
        raise ValueError("max_norm")
    norm = sqrt(sum(x * x for row in _rows(grads) for x in row))
    for row in _rows(grads):
        row[:] = [max(-max_norm, min(max_norm, x)) for x in row]
    return norm


def clip_gradients__always_scaled(grads: Params, max_norm: float) -> float:
    """You bring every gradient to a norm of max_norm, small ones too. Scale only those whose norm
    is larger."""
    norm = _right_clip(grads, max_norm)
    if 0 < norm < max_norm:
        for row in _rows(grads):
            row[:] = [x * max_norm / norm for x in row]
    return norm


def clip_gradients__norm_afterwards(grads: Params, max_norm: float) -> float:
    """You return the norm after clipping. During training you watch the norm before it."""
    return min(_right_clip(grads, max_norm), max_norm)


def clip_gradients__root_forgotten(grads: Params, max_norm: float) -> float:
    """You use the sum of the squares as the norm: the root is missing."""
    if not max_norm > 0:
        raise ValueError("max_norm")
    norm = sum(x * x for row in _rows(grads) for x in row)
    if norm > max_norm:
        for row in _rows(grads):
            row[:] = [x * max_norm / norm for x in row]
    return norm


def clip_gradients__eps_in_the_factor(grads: Params, max_norm: float) -> float:
    """You scale by max_norm/(norm + 1e-6), as a well-known library does. Here it is max_norm/norm,
    and a norm of exactly max_norm leaves everything as it is."""
    norm = _right_clip(grads, 1e300)
    if not max_norm > 0:
        raise ValueError("max_norm")
    factor = max_norm / (norm + 1e-6)
    if factor < 1:
        for row in _rows(grads):
            row[:] = [x * factor for x in row]
    return norm


def clip_gradients__scaled_lists_lost(grads: Params, max_norm: float) -> float:
    """You put scaled copies into grads. The list is updated, but a layer that holds the gradients
    keeps the old ones."""
    norm = _right_clip(grads, 1e300)
    if not max_norm > 0:
        raise ValueError("max_norm")
    factor = min(1.0, max_norm / norm) if norm else 1.0
    for k, part in enumerate(grads):
        if isinstance(part[0], list):
            grads[k] = [[x * factor for x in row] for row in part]
        else:
            grads[k] = [x * factor for x in part]
    return norm


def clip_gradients__zero_accepted(grads: Params, max_norm: float) -> float:
    """You refuse a negative max_norm but accept 0, which would wipe out every gradient."""
    if max_norm == 0:
        for row in _rows(grads):
            row[:] = [0.0 for _ in row]
        return 0.0
    return _right_clip(grads, max_norm)
