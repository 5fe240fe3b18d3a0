"""Twice the learning rate for biases, as some frameworks had it."""

from typing import Any

Vector = list[float]
Params = list[Any]


def sgd_step(params: Params, grads: Params, lr: float) -> None:
    """Update every parameter in place: p ← p − lr·g.

    The very list objects of the matrix rows and vectors in params are updated; grads stays as it
    was. ValueError if the structures differ, with nothing changed.
    """
    if _structure(params) != _structure(grads):
        raise ValueError("params and grads differ in structure")
    for p, g in zip(params, grads):
        rate = lr if isinstance(p[0], list) else 2 * lr
        for row, g_row in zip(_rows([p]), _rows([g])):
            row[:] = [p_i - rate * g_i for p_i, g_i in zip(row, g_row)]


def momentum_step(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """Update velocities, then params, in place: v ← momentum·v + g, then p ← p − lr·v.

    The very list objects of the matrix rows and vectors in velocities and params are updated;
    grads stays as it was. ValueError if the structures differ, with nothing changed.
    """
    if not _structure(params) == _structure(grads) == _structure(velocities):
        raise ValueError("params, grads and velocities differ in structure")
    for p, g, v in zip(_rows(params), _rows(grads), _rows(velocities)):
        v[:] = [momentum * v_i + g_i for v_i, g_i in zip(v, g)]
        p[:] = [p_i - lr * v_i for p_i, v_i in zip(p, v)]


def _structure(params: Params) -> list[Any]:
    """The length of every vector and, in a list, of every row of a matrix."""
    return [[len(row) for row in p] if isinstance(p[0], list) else len(p) for p in params]


def _rows(params: Params) -> list[Vector]:
    """The lists that hold the numbers: every row of a matrix, and every vector."""
    return [row for p in params for row in (p if isinstance(p[0], list) else [p])]
