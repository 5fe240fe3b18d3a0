"""What people make of a network's parameters and gradients, in place of what is right."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain.relations import Change
from grader.judging.explain.variations import is_matrix, is_vector


def _layers(value: Any) -> list[list[Any]] | None:
    """The pairs of weight and bias of a network of several layers; None of anything else."""
    if not isinstance(value, list) or len(value) < 4 or len(value) % 2:
        return None
    pairs = [value[i : i + 2] for i in range(0, len(value), 2)]
    fits = all(is_matrix(weight) and is_vector(bias) for weight, bias in pairs)
    return pairs if fits else None


def _of_layers(change: Callable[[list[list[Any]]], list[list[Any]] | None]) -> Change:
    def changed(value: Any, _: Call) -> Any:
        layers = _layers(value)
        made = change(layers) if layers else None
        return None if made is None else [part for layer in made for part in layer]

    return changed


def _zero(thing: Any) -> Any:
    return [_zero(item) for item in thing] if isinstance(thing, list) else 0.0


def _last_alone(count: int) -> Change:
    return _of_layers(
        lambda layers: (
            [*map(_zero, layers[:-count]), *layers[-count:]] if len(layers) > count else None
        )
    )


def _without_sigmoid(_: Any, call: Call) -> Any:
    """The layers of `forward(params, x)` one after the other, with nothing between them."""
    layers = _layers(call.args[0]) if call.name == "forward" and len(call.args) == 2 else None
    if not layers:
        return None
    x = call.args[1]
    for weight, bias in layers:
        columns = list(zip(*weight, strict=True))
        x = [
            [sum(v * w for v, w in zip(row, c, strict=True)) + b for c, b in zip(columns, bias)]
            for row in x
        ]
    return x


CHANGES: dict[str, Change] = {
    "right, but with the last layer first": _of_layers(lambda layers: layers[::-1]),
    "right for the last layer, and 0 for those before": _last_alone(1),
    "right for the last two layers, and 0 for those before": _last_alone(2),
    "right for the weights, and 0 for the biases": _of_layers(
        lambda layers: [[weight, _zero(bias)] for weight, bias in layers]
    ),
    "right for the biases, and 0 for the weights": _of_layers(
        lambda layers: [[_zero(weight), bias] for weight, bias in layers]
    ),
    "that of the linear layers alone, without the sigmoid between them": _without_sigmoid,
}
