"""Explains wrong losses of `train`: with lr = 0 and equal samples every batch has the same loss.

So what each epoch reports is a multiple of that loss, and the multiple tells how the losses of the
batches were put together.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from copy import deepcopy

from grader.judging.calls import Call
from grader.judging.explain.asked import Asked
from grader.judging.explain.evidence import Unit
from grader.judging.explain.variations import is_vector
from grader.sandbox.wire import Returned

# Samples and batch size: batches that divide the samples or not, one of one, one too large.
TRIED = ((7, 3), (6, 2), (5, 4), (3, 1), (4, 8))
EPOCHS = 3

# Of the number of samples n, the batch size, the number of batches and the epoch, from 1.
Multiple = Callable[[int, int, int, int], float]

_MULTIPLES: dict[str, Multiple] = {
    "the sum of the batches' losses: their mean over the samples is due": (
        lambda n, size, batches, epoch: batches
    ),
    "the sum of the batches' losses over n // batch_size, which leaves out a shorter last batch": (
        lambda n, size, batches, epoch: batches / (n // size) if n >= size else math.nan
    ),
    "the sum of the batches' losses over n: each is a mean already, and counts as often as its "
    "batch has samples": lambda n, size, batches, epoch: batches / n,
    "the sum of the batches' losses over batch_size": (
        lambda n, size, batches, epoch: batches / size
    ),
    "the sum of all samples' losses: it is never divided by their number": (
        lambda n, size, batches, epoch: n
    ),
    "the sum of all samples' losses over the number of batches": (
        lambda n, size, batches, epoch: n / batches
    ),
    "the sum of all samples' losses over batch_size": lambda n, size, batches, epoch: n / size,
    "the mean loss divided by the number of samples once more": (
        lambda n, size, batches, epoch: 1 / n
    ),
    "the mean loss divided by the number of batches once more": (
        lambda n, size, batches, epoch: 1 / batches
    ),
    "the sum over all epochs so far": lambda n, size, batches, epoch: epoch,
    "the sum of the batches' losses in all epochs so far": (
        lambda n, size, batches, epoch: epoch * batches
    ),
    "0": lambda n, size, batches, epoch: 0.0,
    "the negative of the mean loss": lambda n, size, batches, epoch: -1.0,
}


def explain(unit: Unit, asked: Asked) -> str | None:
    """What each epoch reports in place of its mean loss, or how many losses there are."""
    call = unit.last.call
    if call.name != "train" or asked.exercise.name != "train" or len(call.args) < 3:
        return None
    params, x, labels = call.args[:3]
    if not x or not labels:
        return None
    found: list[tuple[int, int, float, list[float]]] = []
    for n, size in TRIED:
        settings = {"epochs": EPOCHS, "batch_size": size, "lr": 0.0, "seed": 1}
        args = (deepcopy(params), [list(x[0]) for _ in range(n)], [labels[0]] * n)
        again = Call("train", args, settings)
        theirs, right = asked.theirs(again), asked.right(again)
        if isinstance(theirs, Returned) and is_vector(theirs.value) and isinstance(right, Returned):
            found.append((n, size, right.value[0], theirs.value))
    if len(found) < 3:
        return None
    if all(len(history) == EPOCHS * math.ceil(n / size) for n, size, _, history in found):
        return "train returns a loss for every batch: one for every epoch is due."
    if any(len(history) != EPOCHS for *_, history in found):
        return None
    for what, multiple in _MULTIPLES.items():
        if all(_fits(multiple, *one) for one in found):
            return f"What train returns for an epoch is {what}."
    return None


def _fits(multiple: Multiple, n: int, size: int, loss: float, history: list[float]) -> bool:
    batches = math.ceil(n / size)
    due = [loss * multiple(n, size, batches, epoch) for epoch in range(1, EPOCHS + 1)]
    return any(map(math.isnan, due)) or all(
        abs(met - value) <= 1e-9 * max(1.0, abs(value))
        for met, value in zip(history, due, strict=True)
    )
