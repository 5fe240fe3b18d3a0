"""Adam with decoupled weight decay (AdamW), in place, and clipping by the global norm.

A parameter is a Matrix or a Vector. `params` is a flat list of parameters; `grads`, `first` and
`second` have the same structure, and the two moments begin as zeros.
"""

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
    raise NotImplementedError


def clip_gradients(grads: Params, max_norm: float) -> float:
    """Scale the gradients in place so that their norm is at most max_norm; the norm as it was.

    The norm is the root of the sum of the squares of all entries of all gradients. The very list
    objects of the rows and vectors are updated.

    Raises ValueError unless max_norm is above 0, with nothing changed.
    """
    raise NotImplementedError
