"""Explains a wrong `train`, whose order is free: of equal samples every order is the same.

So the losses and the parameters that it leaves are fixed by the contract, and a mistake of the
catalogue can be held against them. Where several answer alike, different samples tell whether the
order counts at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import deepcopy

from grader.judging.calls import Call
from grader.judging.explain import catalogue
from grader.judging.explain.asked import Asked, Pair
from grader.judging.explain.evidence import Unit
from grader.sandbox.wire import Answer

# Samples, batch size, epochs and lr: batches that divide the samples or not, one and too large.
TRIED = ((5, 2, 2, 0.5), (7, 3, 1, 0.3), (4, 4, 3, 0.2), (6, 4, 2, 0.1), (3, 8, 2, 0.4))


def explain(unit: Unit, asked: Asked) -> str | None:
    """The one mistake that answers as the submission does, if equal samples show it."""
    call = unit.last.call
    if call.name != "train" or asked.exercise.name != "train" or len(call.args) < 3:
        return None
    if any(other.last.call.name != "train" for other in asked.evidence.units):
        return None  # it may do wrong only what those do that it calls
    params, x, labels = call.args[:3]
    if not x or not labels:
        return None
    equal = [
        _call(params, [x[0]] * count, labels[0], size, epochs, lr, seed=1)
        for count, size, epochs, lr in TRIED
    ]
    found = list(asked.both(equal))
    if len(found) < len(TRIED) or all(asked.same(pair) for pair in found):
        return None
    suspects = [
        mistake
        for mistake in catalogue.mistakes(asked.exercise)
        if "\ndef train__" in f"\n{mistake.parts[2]}" and _answers_so(mistake, found, asked)
    ]
    if len(suspects) > 1:
        rows = [[entry + 0.1 * index for entry in x[0]] for index in range(6)]
        calls = [_call(params, rows, labels[0], 2, 1, 0.5, seed) for seed in (1, 2)]
        due = _same(asked.theirs, calls, asked)
        suspects = [
            s for s in suspects if _same(asked.evidence.replica(s).answer, calls, asked) is due
        ]
    sentences = {suspect.explanation for suspect in suspects}
    return sentences.pop() if len(sentences) == 1 else None


def _call(
    params: object,
    rows: Sequence[Sequence[float]],
    label: int,
    batch_size: int,
    epochs: int,
    lr: float,
    seed: int,
) -> Call:
    settings = {"epochs": epochs, "batch_size": batch_size, "lr": lr, "seed": seed}
    return Call("train", (deepcopy(params), [*map(list, rows)], [label] * len(rows)), settings)


def _answers_so(mistake: catalogue.Mistake, found: Sequence[Pair], asked: Asked) -> bool:
    replica = asked.evidence.replica(mistake)
    return all(
        asked.comparison.alike(pair.call, replica.answer(pair.call), pair.theirs, pair.right)
        for pair in found
    )


def _same(ask: Callable[[Call], Answer | None], calls: Sequence[Call], asked: Asked) -> bool:
    """Whether two calls that differ in their order alone are answered alike."""
    one, other = map(ask, calls)
    return one is not None and other is not None and asked.comparison.same("train", one, other)
