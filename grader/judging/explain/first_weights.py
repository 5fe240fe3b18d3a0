"""Explains wrong first weights, whose draws are free: by what they fill, layer by layer.

Layers of four sizes are drawn with three seeds. A uniform draw nearly reaches its limit and has a
kurtosis of 1.8, a normal one has 3. The rule: Glorot and Bengio, "Understanding the difficulty of
training deep feedforward neural networks", 2010.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain.asked import Asked
from grader.judging.explain.evidence import Unit
from grader.judging.explain.variations import is_matrix, is_vector
from grader.sandbox.wire import Returned

SIZES = (64, 30, 90, 12, 50)
SEEDS = (1, 2, 3)
LIMIT = "sqrt(6/(fan_in + fan_out))"
EDGE = 0.02  # of the limit: so near to it comes the largest of 900 uniform draws
AGAIN = 8  # weights, by which two layers are compared
SPREAD = 0.06  # of a root mean square, from so many draws
UNIFORM, NORMAL = (1.65, 1.95), (2.5, 3.6)  # kurtosis

Rule = Callable[[int, int], float]

_LIMITS: Mapping[str, tuple[Rule, str]] = {
    "6/(fan_in + fan_out)": (lambda i, o: 6 / (i + o), "the square root is missing"),
    "sqrt(6)/(fan_in + fan_out)": (lambda i, o: 6**0.5 / (i + o), "the root is of the 6 alone"),
    "6/sqrt(fan_in + fan_out)": (lambda i, o: 6 / (i + o) ** 0.5, "the root leaves out the 6"),
    "sqrt(6/fan_in)": (lambda i, o: (6 / i) ** 0.5, "fan_out is missing"),
    "sqrt(3/fan_in)": (lambda i, o: (3 / i) ** 0.5, "fan_out is missing"),
    "sqrt(2/fan_in)": (lambda i, o: (2 / i) ** 0.5, "fan_out is missing"),
    "1/sqrt(fan_in)": (lambda i, o: i**-0.5, "fan_out is missing"),
    "sqrt(6/fan_out)": (lambda i, o: (6 / o) ** 0.5, "fan_in is missing"),
    "1/sqrt(fan_out)": (lambda i, o: o**-0.5, "fan_in is missing"),
    "sqrt(2/(fan_in + fan_out))": (
        lambda i, o: (2 / (i + o)) ** 0.5,
        "that is the standard deviation, and a uniform draw reaches further",
    ),
    "sqrt(1/(fan_in + fan_out))": (lambda i, o: (i + o) ** -0.5, "the 6 is missing"),
    "sqrt(3/(fan_in + fan_out))": (lambda i, o: (3 / (i + o)) ** 0.5, "3 stands for the 6"),
    "sqrt(12/(fan_in + fan_out))": (lambda i, o: (12 / (i + o)) ** 0.5, "12 stands for the 6"),
    "sqrt(6/(fan_in·fan_out))": (lambda i, o: (6 / (i * o)) ** 0.5, "a product, not a sum"),
}
_DEVIATIONS: Mapping[str, Rule] = {
    "sqrt(2/(fan_in + fan_out))": lambda i, o: (2 / (i + o)) ** 0.5,
    LIMIT: lambda i, o: (6 / (i + o)) ** 0.5,
    "sqrt(2/fan_in)": lambda i, o: (2 / i) ** 0.5,
    "1/sqrt(fan_in)": lambda i, o: i**-0.5,
}


@dataclass(frozen=True)
class _Layer:
    """The weights of one layer under all seeds, and their moments."""

    fan_in: int
    fan_out: int
    weights: tuple[float, ...]

    @property
    def rms(self) -> float:
        return math.sqrt(math.fsum(w * w for w in self.weights) / len(self.weights))

    @property
    def kurtosis(self) -> float:
        fourth = math.fsum(w**4 for w in self.weights) / len(self.weights)
        return fourth / self.rms**4 if self.rms else 0.0

    def fills(self, limit: float) -> bool:
        """Whether they look like uniform draws in ±limit."""
        ends = (-min(self.weights) / limit, max(self.weights) / limit)
        return (
            all(1 - EDGE <= end <= 1 + 1e-9 for end in ends)
            and UNIFORM[0] < self.kurtosis < UNIFORM[1]
        )


def explain(unit: Unit, asked: Asked) -> str | None:
    """What the weights and biases of all layers that were drawn have in common."""
    drawn = []
    for seed in SEEDS:
        params = _drawn(unit.last.call, seed, asked)
        if params is None or len(params) != 2 * (len(SIZES) - 1):
            return None
        drawn.append(params)
    sentence = _of_biases(drawn)
    if sentence:
        return sentence
    layers = []
    for index, (fan_in, fan_out) in enumerate(zip(SIZES, SIZES[1:])):
        matrices = [params[2 * index] for params in drawn]
        if not all(is_matrix(m) and (len(m), len(m[0])) == (fan_in, fan_out) for m in matrices):
            return None
        weights = tuple(w for matrix in matrices for row in matrix for w in row)
        layers.append(_Layer(fan_in, fan_out, weights))
    return _of_weights(layers) or (_begun_again(drawn) if asked.exercise.name == "train" else None)


def _drawn(call: Call, seed: int, asked: Asked) -> list[Any] | None:
    """The params of a network of these sizes, or of as many `Linear`; None of another call."""
    if call.name == "init_params" and asked.exercise.name == "train":
        calls = [replace(call, args=(list(SIZES), seed), kwargs={}, answer=None)]
    elif call.name == "run" and asked.exercise.name == "layers" and "Linear(" in call.args[0]:
        programs = [f"layer = Linear({i}, {o}, seed={seed})\n" for i, o in pairwise(SIZES)]
        calls = [Call("run", (program, "layer.parameters()"), {}) for program in programs]
    else:
        return None
    answers = [asked.theirs(call) for call in calls]
    lists = [a.value for a in answers if isinstance(a, Returned) and isinstance(a.value, list)]
    return [part for params in lists for part in params] if len(lists) == len(calls) else None


def _begun_again(drawn: list[list[Any]]) -> str | None:
    """Whether every layer begins with the draws of the first, in its own scale."""
    begun = {
        tuple(round(w / (params[index][0][0] or 1.0), 6) for w in params[index][0][1:AGAIN])
        for params in drawn[:1]
        for index in range(0, len(params), 2)
    }
    if len(begun) > 1:
        return None
    return (
        "The weights of every layer are the same draws again: one generator has to draw for all "
        "layers, for one that is made anew of the same seed begins again."
    )


def _of_biases(drawn: list[list[Any]]) -> str | None:
    outputs, inputs = SIZES[1:] * len(SEEDS), SIZES[:-1] * len(SEEDS)
    biases = [bias for params in drawn for bias in params[1::2]]
    if all(isinstance(b, list) and len(b) == 1 and is_vector(b[0]) for b in biases):
        return "Each bias is a matrix of one row: a flat vector is due."
    if not all(map(is_vector, biases)):
        return None
    lengths = list(map(len, biases))
    shapes = [_shape(matrix) for params in drawn for matrix in params[::2]]
    if lengths == list(inputs) and shapes == list(zip(outputs, inputs, strict=True)):
        return (
            "Each layer is turned round: its weights have a row for every output, and its bias "
            "has a number for every input."
        )
    if lengths == list(inputs) and shapes == list(zip(inputs, outputs, strict=True)):
        return "Each bias is as long as the layer has inputs: it has a number for every output."
    if lengths == list(outputs) and all(map(any, biases)):
        return "The biases are not 0: only the weights are drawn."
    return None


def _shape(thing: Any) -> tuple[int, int] | None:
    return (len(thing), len(thing[0])) if is_matrix(thing) else None


def _of_weights(layers: list[_Layer]) -> str | None:
    every = [w for layer in layers for w in layer.weights]
    if not any(every):
        return f"All weights of a network of {_sizes()} units are 0: its units all learn the same."
    due = [(6 / (layer.fan_in + layer.fan_out)) ** 0.5 for layer in layers]
    if all(layer.fills(limit) for layer, limit in zip(layers, due)):
        return None
    for what, (rule, why) in _LIMITS.items():
        if all(layer.fills(rule(layer.fan_in, layer.fan_out)) for layer in layers):
            return f"The weights of every layer fill ±{what}, not ±{LIMIT}: {why}."
    first = max(map(abs, layers[0].weights))
    if all(layer.fills(max(map(abs, layer.weights))) for layer in layers) and all(
        abs(max(map(abs, layer.weights)) - first) < EDGE * first for layer in layers
    ):
        return (
            f"In a network of {_sizes()} units the weights of all layers fill ±{first:.3g}, where "
            f"±{LIMIT} differs from layer to layer."
        )
    if min(every) >= 0 or max(every) <= 0:
        sign = "positive" if max(every) > 0 else "negative"
        return f"All first weights are {sign} or 0: they are due on both sides of 0, in ±{LIMIT}."
    if all(NORMAL[0] < layer.kurtosis < NORMAL[1] for layer in layers):
        return _of_normal(layers)
    return None


def _sizes() -> str:
    return f"{', '.join(map(str, SIZES[:-1]))} and {SIZES[-1]}"


def _of_normal(layers: list[_Layer]) -> str:
    said = f"The weights look like normal draws: uniform ones in ±{LIMIT} are due."
    for what, rule in _DEVIATIONS.items():
        if all(abs(layer.rms / rule(layer.fan_in, layer.fan_out) - 1) < SPREAD for layer in layers):
            return f"{said} Their standard deviation is {what}."
    return said
