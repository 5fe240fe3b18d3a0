"""Gradient descent that updates parameters in place, with and without momentum.

A parameter is a Matrix or a Vector. `params` is a flat list of parameters, such as
[w1, b1, w2, b2]; `grads` and `velocities` have the same structure.
"""

from typing import Any

Vector = list[float]
Params = list[Any]


def sgd_step(params: Params, grads: Params, lr: float) -> None:
    """Update every parameter in place: p ← p − lr·g.

    The very list objects of the matrix rows and vectors in params are updated; grads stays as it
    was. ValueError if the structures differ, with nothing changed.
    """
    raise NotImplementedError


def momentum_step(
    params: Params, grads: Params, velocities: Params, lr: float, momentum: float
) -> None:
    """Update velocities, then params, in place: v ← momentum·v + g, then p ← p − lr·v.

    The very list objects of the matrix rows and vectors in velocities and params are updated;
    grads stays as it was. ValueError if the structures differ, with nothing changed.
    """
    raise NotImplementedError
