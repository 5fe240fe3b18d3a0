"""Wrong Adam steps and clipping that the catalogue does not list."""

from typing import Any

from adam import _rows, adam_step, clip_gradients

Params = list[Any]

_right_step = adam_step
_right_clip = clip_gradients


def adam_step__gradient_clipped(
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
    """Limits every entry of the gradient to 1 first."""
    small = [
        [[max(-1.0, min(1.0, x)) for x in row] for row in g]
        if isinstance(g[0], list)
        else [max(-1.0, min(1.0, x)) for x in g]
        for g in grads
    ]
    _right_step(params, small, first, second, step, lr, beta1, beta2, eps, weight_decay)


def adam_step__moments_of_the_first_parameter(
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
    """The correction is left out for all parameters but the first."""
    _right_step(params[:1], grads[:1], first[:1], second[:1], step, lr, beta1, beta2, eps)
    rest = (params[1:], grads[1:], first[1:], second[1:])
    _right_step(*rest, step + 50, lr, beta1, beta2, eps, weight_decay)


def clip_gradients__by_the_largest_entry(grads: Params, max_norm: float) -> float:
    """Takes the largest entry for the norm."""
    norm = _right_clip(grads, 1e300)
    if not max_norm > 0:
        raise ValueError("max_norm")
    largest = max(abs(x) for row in _rows(grads) for x in row)
    if largest > max_norm:
        for row in _rows(grads):
            row[:] = [x * max_norm / largest for x in row]
    return norm


def clip_gradients__vectors_left_out(grads: Params, max_norm: float) -> float:
    """Scales the matrices alone."""
    kept = [list(g) for g in grads if not isinstance(g[0], list)]
    norm = _right_clip(grads, max_norm)
    for g, old in zip([g for g in grads if not isinstance(g[0], list)], kept):
        g[:] = old
    return norm


def clip_gradients__with_slack(grads: Params, max_norm: float) -> float:
    """Leaves norms alone that are at most 0.1 % above max_norm."""
    norm = _right_clip([list(row) for row in _rows(grads)], max_norm)
    if norm >= max_norm * 1.001:
        _right_clip(grads, max_norm)
    return norm


def adam_step__uncorrected_after_a_thousand_steps(
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
    """Beyond step 1000 the moments count as unbiased."""
    late = step if step <= 1000 else 10**7
    _right_step(params, grads, first, second, late, lr, beta1, beta2, eps, weight_decay)


def adam_step__default_for_a_beta_of_zero(
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
    """Takes a beta of 0 for one that was not given."""
    betas = beta1 or 0.9, beta2 or 0.999
    _right_step(params, grads, first, second, step, lr, *betas, eps, weight_decay)


def adam_step__eps_floored(
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
    """Takes no eps below 1e-9 at its word, so that nothing is divided by too little."""
    floored = max(eps, 1e-9)
    _right_step(params, grads, first, second, step, lr, beta1, beta2, floored, weight_decay)
