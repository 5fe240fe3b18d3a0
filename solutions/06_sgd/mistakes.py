"""Plausible wrong optimiser steps, each explained to the person who wrote it."""

from typing import Any

Vector = list[float]
Params = list[Any]


def sgd_step__name_bound_anew(params: Params, grads: Params, lr: float) -> None:
    """You compute new values and assign them to a local name. That only binds the name to a new
    list; the list in params, which the network goes on using, stays as it was."""
    _check(params, grads)
    for p, g in _pairs(params, grads):
        p = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def sgd_step__parameters_replaced(params: Params, grads: Params, lr: float) -> None:
    """You put new matrices and vectors into params. The list params is updated, but a layer that
    holds the old weights never hears of it."""
    _check(params, grads)
    for k, (p, g) in enumerate(zip(params, grads)):
        if isinstance(p[0], list):
            params[k] = [
                [p_i - lr * g_i for p_i, g_i in zip(row, g_row)] for row, g_row in zip(p, g)
            ]
        else:
            params[k] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def sgd_step__rows_replaced(params: Params, grads: Params, lr: float) -> None:
    """You put new rows into the matrices. The matrix is the same list as before but its rows are
    not, so code that holds a row of the weights is left with the old values."""
    _check(params, grads)
    for p, g in zip(params, grads):
        if isinstance(p[0], list):
            for i, g_row in enumerate(g):
                p[i] = [p_i - lr * g_i for p_i, g_i in zip(p[i], g_row)]
        else:
            p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def sgd_step__uphill(params: Params, grads: Params, lr: float) -> None:
    """You add the gradient. It points to where the loss grows, so each step makes the network a
    little worse."""
    _check(params, grads)
    for p, g in _pairs(params, grads):
        p[:] = [p_i + lr * g_i for p_i, g_i in zip(p, g)]


def sgd_step__without_lr(params: Params, grads: Params, lr: float) -> None:
    """You subtract the whole gradient: the learning rate that you were given is never used."""
    _check(params, grads)
    for p, g in _pairs(params, grads):
        p[:] = [p_i - g_i for p_i, g_i in zip(p, g)]


def sgd_step__vectors_left_out(params: Params, grads: Params, lr: float) -> None:
    """You update the matrices and leave the vectors as they are, so the biases never learn."""
    _check(params, grads)
    for p, g in zip(params, grads):
        if isinstance(p[0], list):
            for row, g_row in zip(p, g):
                row[:] = [p_i - lr * g_i for p_i, g_i in zip(row, g_row)]


def sgd_step__first_layer_only(params: Params, grads: Params, lr: float) -> None:
    """You update the first two parameters, one weight and one bias. params can have any length, and
    the later layers have to learn as well."""
    _check(params, grads)
    for p, g in _pairs(params[:2], grads[:2]):
        p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def sgd_step__first_rows_only(params: Params, grads: Params, lr: float) -> None:
    """You update the first row of each matrix only: a return or a break stands one level too deep
    in your loops."""
    _check(params, grads)
    for p, g in zip(params, grads):
        row, g_row = (p[0], g[0]) if isinstance(p[0], list) else (p, g)
        row[:] = [p_i - lr * g_i for p_i, g_i in zip(row, g_row)]


def sgd_step__square_only(params: Params, grads: Params, lr: float) -> None:
    """You count the columns of a matrix by its number of rows. That is right for a square one; of
    a wide one the columns on the right are never updated, and a tall one has no such columns."""
    _check(params, grads)
    for p, g in zip(params, grads):
        if isinstance(p[0], list):
            for i in range(len(p)):
                for j in range(len(p)):
                    p[i][j] -= lr * g[i][j]
        else:
            p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def sgd_step__matrix_and_vector_in_turn(params: Params, grads: Params, lr: float) -> None:
    """You take every second parameter for a matrix and the others for vectors. Often they come so,
    but params may hold them in any order: look at the parameter itself."""
    _check(params, grads)
    for k, (p, g) in enumerate(zip(params, grads)):
        for row, g_row in zip(p, g) if k % 2 == 0 else [(p, g)]:
            row[:] = [p_i - lr * g_i for p_i, g_i in zip(row, g_row)]


def sgd_step__vector_known_by_float(params: Params, grads: Params, lr: float) -> None:
    """You recognise a vector by its first entry being a float. Numbers may come as ints, and then
    you take the vector for a matrix; ask whether the entry is a list instead."""
    _check(params, grads)
    for p, g in zip(params, grads):
        for row, g_row in [(p, g)] if isinstance(p[0], float) else zip(p, g):
            row[:] = [p_i - lr * g_i for p_i, g_i in zip(row, g_row)]


def sgd_step__gradient_clipped(params: Params, grads: Params, lr: float) -> None:
    """You clip the gradient to [−1, 1]. That can keep training from blowing up, but it is another
    algorithm: this step uses the gradient as it is."""
    _check(params, grads)
    for p, g in _pairs(params, grads):
        p[:] = [p_i - lr * max(-1.0, min(1.0, g_i)) for p_i, g_i in zip(p, g)]


def sgd_step__weight_decay(params: Params, grads: Params, lr: float) -> None:
    """You shrink the parameters a little in each step. That is weight decay, and nobody asked for
    it: a parameter whose gradient is zero stays as it is."""
    _check(params, grads)
    for p, g in _pairs(params, grads):
        p[:] = [p_i - lr * (g_i + 1e-4 * p_i) for p_i, g_i in zip(p, g)]


def sgd_step__rounded(params: Params, grads: Params, lr: float) -> None:
    """You round the new values. Rounding is for printing: with a small learning rate each step is
    smaller than what you cut off, and nothing is ever learned."""
    _check(params, grads)
    for p, g in _pairs(params, grads):
        p[:] = [round(float(p_i - lr * g_i), 6) for p_i, g_i in zip(p, g)]


def sgd_step__lr_falls_with_each_call(
    params: Params,
    grads: Params,
    lr: float,
    calls: list[int] = [0],  # noqa: B006
) -> None:
    """You count your calls and let the learning rate fall. The caller decides on the rate, and two
    networks trained in one program would slow each other down."""
    _check(params, grads)
    calls[0] += 1
    for p, g in _pairs(params, grads):
        p[:] = [p_i - lr / calls[0] * g_i for p_i, g_i in zip(p, g)]


def sgd_step__grads_scaled(params: Params, grads: Params, lr: float) -> None:
    """You multiply the gradients themselves by the learning rate before you subtract them. They
    belong to the caller, who may want to use them once more."""
    _check(params, grads)
    for p, g in _pairs(params, grads):
        g[:] = [lr * g_i for g_i in g]
        p[:] = [p_i - g_i for p_i, g_i in zip(p, g)]


def sgd_step__grads_cleared(params: Params, grads: Params, lr: float) -> None:
    """You set the gradients to zero when you have used them. Clearing them is the caller's
    business; here they stay as they were."""
    _check(params, grads)
    for p, g in _pairs(params, grads):
        p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]
        g[:] = [0.0] * len(g)


def sgd_step__structure_not_checked(params: Params, grads: Params, lr: float) -> None:
    """You do not compare the structures. What is left over on the longer side is silently ignored,
    so gradients of another network are accepted, or some parameters never learn."""
    _step_without_check(params, grads, lr)


def sgd_step__lengths_compared(params: Params, grads: Params, lr: float) -> None:
    """You compare how many parameters there are, but not their shapes: inside a matrix or a vector,
    what is left over is dropped all the same."""
    if len(params) != len(grads):
        raise ValueError("structures differ")
    _step_without_check(params, grads, lr)


def sgd_step__columns_not_compared(params: Params, grads: Params, lr: float) -> None:
    """You compare the length of each parameter with that of its gradient. For a matrix that is the
    number of rows; the columns can still differ."""
    if [len(p) for p in params] != [len(g) for g in grads]:
        raise ValueError("structures differ")
    _step_without_check(params, grads, lr)


def sgd_step__entries_counted(params: Params, grads: Params, lr: float) -> None:
    """You compare how many numbers each parameter holds. Two rows of three hold as many as three
    rows of two, but in another shape."""
    if [len(_flat(p)) for p in params] != [len(_flat(g)) for g in grads]:
        raise ValueError("structures differ")
    for p, g in zip(params, grads):
        values = iter(_flat(g))
        for row in p if isinstance(p[0], list) else [p]:
            row[:] = [p_i - lr * next(values) for p_i in row]


def sgd_step__vector_taken_for_a_row(params: Params, grads: Params, lr: float) -> None:
    """You treat a vector and a matrix of one row as the same. Their structures differ: one is a
    list of numbers, the other a list of lists."""
    if [[len(row) for row in _rows_of(p)] for p in params] != [
        [len(row) for row in _rows_of(g)] for g in grads
    ]:
        raise ValueError("structures differ")
    for p, g in zip(params, grads):
        for row, g_row in zip(_rows_of(p), _rows_of(g)):
            row[:] = [p_i - lr * g_i for p_i, g_i in zip(row, g_row)]


def sgd_step__checked_on_the_way(params: Params, grads: Params, lr: float) -> None:
    """You compare each parameter with its gradient when you come to it. By then the ones before it
    have been updated: an error must leave everything as it was."""
    if len(params) != len(grads):
        raise ValueError("structures differ")
    for p, g in zip(params, grads):
        _check([p], [g])
        for row, g_row in _pairs([p], [g]):
            row[:] = [p_i - lr * g_i for p_i, g_i in zip(row, g_row)]


def sgd_step__missing_ones_noticed_late(params: Params, grads: Params, lr: float) -> None:
    """You compare the shapes before you begin but the number of parameters when you are done, and
    raise the error over parameters that are already updated."""
    _check(params[: len(grads)], grads[: len(params)])
    for p, g in _pairs(params, grads):
        p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]
    if len(params) != len(grads):
        raise ValueError("structures differ")


def sgd_step__other_exception(params: Params, grads: Params, lr: float) -> None:
    """You check the structures by an assert: that raises AssertionError, and nothing at all under
    python -O. The caller is promised a ValueError."""
    assert _shapes(params) == _shapes(grads), "structures differ"
    for p, g in _pairs(params, grads):
        p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def momentum_step__moving_average(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You weight the gradient by 1 − momentum. That is a moving average, as Adam has one; in
    PyTorch's convention of momentum the gradient comes in whole."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        v[:] = [momentum * v_i + (1 - momentum) * g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def momentum_step__lr_inside_velocity(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You multiply the gradient by the learning rate on its way into the velocity. Some textbooks
    do; here the velocity is made of gradients alone, and a new rate takes effect at once."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        v[:] = [momentum * v_i + lr * g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - v_i for p_i, v_i in zip(p, v)]


def momentum_step__velocity_points_downhill(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You keep the velocity with the opposite sign, as −lr·g, and add it to the parameters. Some
    textbooks do; here the velocity adds up gradients, and it is the step that subtracts."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        v[:] = [momentum * v_i - lr * g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i + v_i for p_i, v_i in zip(p, v)]


def momentum_step__old_velocity_used(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You update the parameters before the velocities, so each step uses the previous velocity, and
    the first step goes nowhere."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]
        v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]


def momentum_step__nesterov(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You look one step ahead: p ← p − lr·(g + momentum·v) is Nesterov's momentum. The plain one
    follows the velocity."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - lr * (g_i + momentum * v_i) for p_i, g_i, v_i in zip(p, g, v)]


def momentum_step__velocity_forgotten(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You compute the new velocity and never store it, so every step starts from the old one. It
    has to be written into the lists that you were given."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        v = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def momentum_step__velocities_replaced(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You put new matrices and vectors into velocities. Update them in place, like params: somebody
    may hold a velocity, and a new list for every step is wasted work."""
    _check(params, grads, velocities)
    for k, (g, v) in enumerate(zip(grads, velocities)):
        if isinstance(v[0], list):
            velocities[k] = [
                [momentum * v_i + g_i for v_i, g_i in zip(v_row, g_row)]
                for v_row, g_row in zip(v, g)
            ]
        else:
            velocities[k] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
    for p, v in _pairs(params, velocities):
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def momentum_step__velocity_grows_in_grads(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You add momentum·v to the gradients themselves and copy them into the velocities. The
    gradients belong to the caller and stay as they were."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        g[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
        v[:] = g
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def momentum_step__momentum_ignored(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You overwrite the velocity with the gradient, so nothing of the earlier steps remains: that
    is plain SGD."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        v[:] = g
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def momentum_step__old_velocity_kept_whole(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You add the gradient to the whole of the old velocity. Without the factor that makes it fade,
    the velocity never forgets and only grows."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        v[:] = [v_i + g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def momentum_step__gradient_subtracted_as_well(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You take a plain step and then one along the velocity. The gradient is already part of the
    velocity, so it counts twice."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - lr * g_i - lr * v_i for p_i, g_i, v_i in zip(p, g, v)]


def momentum_step__no_velocity_without_momentum(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You take a plain step if momentum is 0 and leave the velocities as they are. The parameters
    are right, but the next step, with another momentum, starts from an old velocity."""
    _check(params, grads, velocities)
    for p, g, v in _pairs(params, grads, velocities):
        if momentum == 0:
            p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]
        else:
            v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
            p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def momentum_step__vectors_without_momentum(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You give momentum to the matrices and take plain steps with the vectors. Biases have a
    velocity as well."""
    _check(params, grads, velocities)
    for p, g, v in zip(params, grads, velocities):
        if isinstance(p[0], list):
            for row, g_row, v_row in zip(p, g, v):
                v_row[:] = [momentum * v_i + g_i for v_i, g_i in zip(v_row, g_row)]
                row[:] = [p_i - lr * v_i for p_i, v_i in zip(row, v_row)]
        else:
            p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def momentum_step__velocities_not_checked(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You compare params with grads and forget velocities. What is left over on the longer side is
    silently ignored, so a parameter without a velocity stays as it is."""
    _check(params, grads)
    for p, g, v in zip(params, grads, velocities):
        rows = zip(p, g, v) if isinstance(p[0], list) else [(p, g, v)]
        for row, g_row, v_row in rows:
            for i, (p_i, g_i, v_i) in enumerate(zip(row, g_row, v_row)):
                v_row[i] = momentum * v_i + g_i
                row[i] = p_i - lr * v_row[i]


def momentum_step__grads_not_checked(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You compare params with velocities and forget grads. What is left over on the longer side is
    silently ignored, so a parameter without a gradient stays as it is."""
    _check(params, velocities)
    for p, g, v in zip(params, grads, velocities):
        rows = zip(p, g, v) if isinstance(p[0], list) else [(p, g, v)]
        for row, g_row, v_row in rows:
            for i, (p_i, g_i, v_i) in enumerate(zip(row, g_row, v_row)):
                v_row[i] = momentum * v_i + g_i
                row[i] = p_i - lr * v_row[i]


def momentum_step__velocities_changed_before_the_check(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You update the velocities first and leave it to the step on params to find that params do not
    fit. By then the velocities have changed: an error must leave everything as it was."""
    _check(velocities, grads)
    for g, v in _pairs(grads, velocities):
        v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
    _check(params, velocities)
    for p, v in _pairs(params, velocities):
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def momentum_step__checked_by_assert(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """You check the structures by an assert: that raises AssertionError, and nothing at all under
    python -O. The caller is promised a ValueError."""
    assert _shapes(params) == _shapes(grads) == _shapes(velocities), "structures differ"
    for p, g, v in _pairs(params, grads, velocities):
        v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def _shapes(params: Params) -> list[Any]:
    return [[len(row) for row in p] if isinstance(p[0], list) else len(p) for p in params]


def _check(params: Params, *others: Params) -> None:
    if any(_shapes(other) != _shapes(params) for other in others):
        raise ValueError("structures differ")


def _step_without_check(params: Params, grads: Params, lr: float) -> None:
    for p, g in zip(params, grads):
        for row, g_row in zip(p, g) if isinstance(p[0], list) else [(p, g)]:
            for i, (p_i, g_i) in enumerate(zip(row, g_row)):
                row[i] = p_i - lr * g_i


def _rows_of(p: Any) -> list[Vector]:
    return p if isinstance(p[0], list) else [p]


def _flat(p: Any) -> Vector:
    return [value for row in _rows_of(p) for value in row]


def _pairs(*structures: Params) -> list[tuple[Vector, ...]]:
    """The vectors of several structures side by side."""
    return list(zip(*[[row for p in params for row in _rows_of(p)] for params in structures]))
