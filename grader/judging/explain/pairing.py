"""Explains a `train` that learns samples with the labels of others.

Where all samples are one batch, a step is the same in every order. If it is the right step for the
same samples with their labels in another order, rows and labels have come apart.
"""

from __future__ import annotations

from copy import deepcopy
from itertools import permutations
from random import Random

from grader.judging.calls import Call
from grader.judging.explain.asked import Asked
from grader.judging.explain.evidence import Unit

SEEDS = (1, 2, 3)
SAMPLES = 3
SENTENCE = (
    "train learns samples with the labels of others: with all of them in one batch, its step is "
    "the right one for x with its labels in another order. Take rows and labels by the same "
    "indices."
)


def explain(unit: Unit, asked: Asked) -> str | None:
    """That rows and labels come apart, if several steps show it and nothing else is wrong."""
    call = unit.last.call
    if call.name != "train" or asked.exercise.name != "train" or len(call.args) < 3:
        return None
    params = call.args[0]
    if not params or len(params[-1]) < 2:  # one class has one label
        return None
    apart = False
    for seed in SEEDS:
        orders = _orders_that_fit(params, seed, asked)
        if not orders:
            return None
        apart = apart or tuple(range(SAMPLES)) not in orders
    return SENTENCE if apart else None


def _orders_that_fit(params: list[object], seed: int, asked: Asked) -> list[tuple[int, ...]]:
    """The orders of the labels whose right step is the one that `train` takes."""
    lots = Random(seed)
    first = params[0]
    assert isinstance(first, list)
    x = [[lots.uniform(-1, 1) for _ in first] for _ in range(SAMPLES)]
    labels = [0, 1, 1] if len(params[-1]) == 2 else [0, 1, 2]  # type: ignore[arg-type]
    theirs = asked.theirs(_step(params, x, labels, seed))
    if theirs is None:
        return []
    return [
        order
        for order in permutations(range(SAMPLES))
        if asked.comparison.same(
            "train", asked.right(_step(params, x, [labels[i] for i in order], seed)), theirs
        )
    ]


def _step(params: list[object], x: list[list[float]], labels: list[int], seed: int) -> Call:
    settings = {"epochs": 1, "batch_size": SAMPLES, "lr": 0.5, "seed": seed}
    return Call("train", (deepcopy(params), deepcopy(x), labels), settings)
