"""Wrong GPTs that the catalogue does not list."""

import math
import random
from typing import Any

from gpt import (
    _add,
    _attend,
    _below,
    _mlp,
    _stream,
    forward,
    gelu_backward,
    init_params,
    loss_and_grads,
)
from matmul import matmul
from norm import rms_norm

Matrix = list[list[float]]
Params = list[Any]

_forward = forward
_gelu_backward = gelu_backward
_init_params = init_params
_loss_and_grads = loss_and_grads


def gelu__cut_at_minus_four(x: Matrix) -> Matrix:
    """Takes gelu for 0 below −4."""
    return [[v * _below(v) if v > -4 else 0.0 for v in row] for row in x]


def gelu_backward__upstream_clipped(x: Matrix, dy: Matrix) -> Matrix:
    """Clips the upstream gradient to ±2."""
    return _gelu_backward(x, [[max(-2.0, min(2.0, d)) for d in row] for row in dy])


def init_params__redrawn_beyond_two_deviations(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Draws again what lies beyond two standard deviations."""
    rng = random.Random(seed)

    def drawn() -> float:
        value = rng.gauss(0.0, 0.08)
        return value if abs(value) < 0.16 else drawn()

    params = _init_params(vocabulary, context, width, layers, seed)
    return [[[drawn() for _ in row] for row in p] if isinstance(p[0], list) else p for p in params]


def init_params__columns_repeat(
    vocabulary: int, context: int, width: int, layers: int, seed: int
) -> Params:
    """Draws half the columns of w1 and uses each of them twice."""
    params = _init_params(vocabulary, context, width, layers, seed)
    for start in range(2, len(params) - 2, 8):
        params[start + 6] = [row[: 2 * width] * 2 for row in params[start + 6]]
    return params


def forward__first_and_last_layer(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Goes through the first layer and the last, whatever lies between."""
    if len(params) > 20:
        params = [*params[:10], *params[-10:]]
    return _forward(params, tokens, heads)


def forward__sees_four_back(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Attends to the latest four positions only."""
    _forward(params, tokens, heads)
    layers = params[2:-2]
    rows = []
    for end in range(1, len(tokens) + 1):
        start = max(0, end - 4)
        moved = [params[0], params[1][start:], *params[2:]]
        rows.append(_stream(moved, tokens[start:end], heads)[-1][-1])
    assert len(layers) % 8 == 0
    return matmul(rms_norm(rows, params[-2]), params[-1])


def forward__logits_capped(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Caps the logits softly at ±30, as some models do."""
    logits = _forward(params, tokens, heads)
    return [[30 * math.tanh(v / 30) for v in row] for row in logits]


def forward__halved_residual(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Adds half of what a layer's MLP computes."""
    _forward(params, tokens, heads)
    h = _add([params[0][token] for token in tokens], params[1])
    for start in range(2, len(params) - 2, 8):
        h = _attend(h, params[start : start + 5], heads)
        h = [
            [(a + b) / 2 for a, b in zip(*rows)]
            for rows in zip(h, _mlp(h, params[start + 5 : start + 8]))
        ]
    return matmul(rms_norm(h, params[-2]), params[-1])


def forward__even_context_only(params: Params, tokens: list[int], heads: int) -> Matrix:
    """Refuses a single token, as if there were nothing to attend to."""
    if len(tokens) == 1:
        raise ValueError("one token")
    return _forward(params, tokens, heads)


def loss_and_grads__wo_and_wv_swapped(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Returns the gradients of wv and wo in each other's place."""
    loss, grads = _loss_and_grads(params, tokens, targets, heads)
    for start in range(2, len(grads) - 2, 8):
        grads[start + 3], grads[start + 4] = grads[start + 4], grads[start + 3]
    return loss, grads


def loss_and_grads__distinct_targets(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Divides the loss by the number of different targets."""
    loss, grads = _loss_and_grads(params, tokens, targets, heads)
    return loss * len(targets) / len(set(targets)), grads


def loss_and_grads__penalty(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Adds the gradient of a penalty on out."""
    loss, grads = _loss_and_grads(params, tokens, targets, heads)
    grads[-1] = [[g + 1e-4 * v for g, v in zip(*rows)] for rows in zip(grads[-1], params[-1])]
    return loss, grads


def loss_and_grads__boundary_not_counted(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Leaves positions whose target is 0 out of the loss."""
    loss, grads = _loss_and_grads(params, tokens, targets, heads)
    if 0 in targets and any(targets):
        kept = [i for i, target in enumerate(targets) if target]
        logits = _forward(params, tokens, heads)
        loss = sum(
            math.log(sum(math.exp(v - logits[i][targets[i]]) for v in logits[i])) for i in kept
        ) / len(kept)
    return loss, grads


def loss_and_grads__latest_gain_for_all(
    params: Params, tokens: list[int], targets: list[int], heads: int
) -> tuple[float, Params]:
    """Adds the gradients of all gains up, as if there were one."""
    loss, grads = _loss_and_grads(params, tokens, targets, heads)
    gains = [g for g in grads if not isinstance(g[0], list)]
    whole = [sum(entries) for entries in zip(*gains)]
    return loss, [g if isinstance(g[0], list) else whole[:] for g in grads]


def gelu__cut_at_minus_six(x: Matrix) -> Matrix:
    """Below -6 gelu counts as 0, where it is still -6e-9."""
    return [[v * _below(v) if v >= -6 else 0.0 for v in row] for row in x]
