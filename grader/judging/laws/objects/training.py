"""Laws of the train loop, where chance has no part: one batch, or samples that are all alike."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from grader.judging.calls import copied
from grader.judging.laws.counts import BANDS
from grader.judging.laws.objects import ObjectLaw, Question

CALL = "train({}, x, labels, epochs=epochs, batch_size=batch_size, lr=lr, seed=seed)"


def _network(rng: Random, sizes: list[int]) -> list[Any]:
    params: list[Any] = []
    for inputs, outputs in zip(sizes, sizes[1:], strict=False):
        params.append([[rng.gauss(0, 1) for _ in range(outputs)] for _ in range(inputs)])
        params.append([rng.gauss(0, 1) for _ in range(outputs)])
    return params


def _asked(rng: Random, sizes: list[int], count: int, batch_size: int) -> dict[str, Any]:
    """A network of these sizes, so many samples, and how to train; the last class occurs."""
    labels = [rng.randrange(sizes[-1]) for _ in range(count)]
    labels[rng.randrange(count)] = sizes[-1] - 1
    return {
        "params": _network(rng, sizes),
        "x": [[rng.gauss(0, 1) for _ in range(sizes[0])] for _ in range(count)],
        "labels": labels,
        "epochs": rng.randint(1, 3) if count < 9 else 1,
        "batch_size": batch_size,
        "lr": rng.uniform(0.05, 0.5) * rng.choice((1, 1, -1)),
        "seed": rng.randrange(2**31),
    }


def _counts(rng: Random) -> list[int]:
    return [1, 2, rng.randint(3, 8), *(rng.randint(*band) for band in BANDS[1::2])]


def one_batch(rng: Random) -> Iterator[Question]:
    """Any number of samples in one batch, for networks of any sizes."""
    for count in _counts(rng):
        sizes = [*(rng.randint(1, 3) for _ in range(rng.randint(1, 3))), rng.randint(2, 3)]
        sizes[rng.randrange(len(sizes))] = rng.randint(3, 12)
        asked = _asked(rng, sizes, count, count + rng.choice((0, 0, 1, 1_000)))
        yield Question(f"losses = {CALL.format('params')}\n", "[losses, params]", asked)


def alike(rng: Random) -> Iterator[Question]:
    """Any number of batches of samples that are all alike, so that every order is the same."""
    for batches in _counts(rng):
        batch_size = rng.randint(1, 4)
        short = rng.randrange(batch_size)
        asked = _asked(rng, [2, rng.randint(1, 3), 3], batches * batch_size + short, batch_size)
        asked["x"] = [asked["x"][0][:] for _ in asked["x"]]
        asked["labels"] = asked["labels"][:1] * len(asked["labels"])
        yield Question(f"losses = {CALL.format('params')}\n", "[losses, params]", asked)


def kept(rng: Random) -> Iterator[Question]:
    """Trainings in turn: of equal networks, of one twice, on samples changed in place."""
    asked = _asked(rng, [3, 2, 3], 4, 4)
    asked |= {"again": copied(asked["params"]), "row": [0.5, -1.0, 2.0]}
    first, second = CALL.format("params"), CALL.format("again")
    program = f"r_0 = {first}\nr_1 = {second}\nr_2 = {first}\n"
    program += f"x[1][:] = row\nlabels[0] = labels[3]\nr_3 = {second}\nr_0[0] = 99\nr_4 = {first}\n"
    yield Question(program, "[r_1, r_2, r_3, r_4, params, again]", asked)


LAWS = (
    ObjectLaw("sizes", "train takes any number of samples, columns, layers and units", one_batch),
    ObjectLaw(
        "batches", "train takes a step for every batch, however many, the short last too", alike
    ),
    ObjectLaw(
        "values_alone",
        "a training depends on what params, x and labels hold, not on earlier calls",
        kept,
        "Something of an earlier call is remembered.",
    ),
)
