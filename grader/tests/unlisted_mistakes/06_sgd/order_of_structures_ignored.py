"""Compares which shapes there are, in whatever order."""

from typing import Any

Vector = list[float]
Params = list[Any]


def sgd_step(params: Params, grads: Params, lr: float) -> None:
    """Update every parameter in place: p ← p − lr·g.

    The very list objects of the matrix rows and vectors in params are updated; grads stays as it
    was. ValueError if the structures differ, with nothing changed.
    """
    if _sorted(params) != _sorted(grads):
        raise ValueError("params and grads differ in structure")
    for p, g in zip(_rows(params), _rows(grads)):
        p[:] = [p_i - lr * g_i for p_i, g_i in zip(p, g)]


def momentum_step(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """Update velocities, then params, in place: v ← momentum·v + g, then p ← p − lr·v.

    The very list objects of the matrix rows and vectors in velocities and params are updated;
    grads stays as it was. ValueError if the structures differ, with nothing changed.
    """
    if not _sorted(params) == _sorted(grads) == _sorted(velocities):
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


def _sorted(params: Params) -> list[str]:
    return sorted(map(str, _structure(params)))
