"""Adam with decoupled weight decay (AdamW), in place, and clipping by the global norm.

A parameter is a Matrix or a Vector. `params` is a flat list of parameters; `grads`, `first` and
`second` have the same structure, and the two moments begin as zeros.
"""

from math import sqrt
from typing import Any

Vector = list[float]
Params = list[Any]


def adam_step(
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
    """Update the moments and the parameters in place.

    m ← beta1·m + (1 - beta1)·g and v ← beta2·v + (1 - beta2)·g²; then, with m̂ = m/(1 - beta1^step)
    and v̂ = v/(1 - beta2^step), p ← p - lr·(m̂/(√v̂ + eps) + weight_decay·p), with p as it was before
    the step. step counts from 1. The very list objects of the rows and vectors in params, first and
    second are updated; grads stays as it was.

    Raises ValueError if the structures differ or step is below 1, with nothing changed.
    """
    if step < 1:
        raise ValueError(f"step {step}: the first step is 1")
    if not _structure(params) == _structure(grads) == _structure(first) == _structure(second):
        raise ValueError("params, grads and moments differ in structure")
    correction1, correction2 = 1 - beta1**step, 1 - beta2**step
    for p, g, m, v in zip(_rows(params), _rows(grads), _rows(first), _rows(second)):
        m[:] = [beta1 * m_i + (1 - beta1) * g_i for m_i, g_i in zip(m, g)]
        v[:] = [beta2 * v_i + (1 - beta2) * g_i * g_i for v_i, g_i in zip(v, g)]
        p[:] = [
            p_i - lr * (m_i / correction1 / (sqrt(v_i / correction2) + eps) + weight_decay * p_i)
            for p_i, m_i, v_i in zip(p, m, v)
        ]


def clip_gradients(grads: Params, max_norm: float) -> float:
    """Scale the gradients in place so that their norm is at most max_norm; the norm as it was.

    The norm is the root of the sum of the squares of all entries of all gradients. The very list
    objects of the rows and vectors are updated.

    Raises ValueError unless max_norm is above 0, with nothing changed.
    """
    if not max_norm > 0:
        raise ValueError(f"max_norm is {max_norm}")
    norm = sqrt(sum(x * x for row in _rows(grads) for x in row))
    if norm > max_norm:
        for row in _rows(grads):
            row[:] = [x * (max_norm / norm) for x in row]
    return norm


def _structure(params: Params) -> list[Any]:
    """The length of every vector and, in a list, of every row of a matrix."""
    return [[len(row) for row in p] if isinstance(p[0], list) else len(p) for p in params]


def _rows(params: Params) -> list[Vector]:
    """The lists that hold the numbers: every row of a matrix, and every vector."""
    return [row for p in params for row in (p if isinstance(p[0], list) else [p])]
