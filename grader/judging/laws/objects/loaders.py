"""Laws of the loader and of the optimiser."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from grader.judging.laws import draws
from grader.judging.laws.counts import BANDS, MANY
from grader.judging.laws.objects import ObjectLaw, Question
from grader.judging.laws.values import SMALL

LOADER = "loader = DataLoader(x, labels, {size}, False, 1)\n"


def batches(rng: Random) -> Iterator[Question]:
    """Any number of samples in batches of any size: dividing, not dividing, larger than all."""
    counts = [*range(1, 7), *(rng.randint(*band) for band in BANDS[:4])]
    for count in counts:
        divisors = [k for k in range(1, count + 1) if count % k == 0]
        sizes = {1, count, count + 1, rng.choice(divisors), rng.randint(1, count)}
        for size in sizes if count < 4 else rng.sample(sorted(sizes), 2):
            yield _pass(rng, count, size)
    yield _pass(rng, MANY, MANY - 1)


def _pass(rng: Random, count: int, size: int) -> Question:
    width = rng.randint(1, 2)
    x = [[round(rng.gauss(0, 1), 3) for _ in range(width)] for _ in range(count)]
    labels = [rng.randrange(4) for _ in range(count)]
    batches = -(-count // size)
    drawn = ", ".join(["next(batches, None)"] * min(batches + 1, 40))
    program = LOADER.format(size=size) + "batches = iter(loader)\n"
    return Question(program, f"[len(loader), {drawn}]", {"x": x, "labels": labels})


def same_lists(rng: Random) -> Iterator[Question]:
    """Loaders and optimisers that are given the same lists again, with other content."""
    number = draws.plain(rng)
    inputs: dict[str, Any] = {
        "x": [[number()] for _ in range(3)],
        "labels": [0, 1, 2],
        "other": [[number()] for _ in range(3)],
    }
    program = LOADER.format(size=2) + "found = list(loader)\n"
    program += "".join(f"x[{i}][:] = other[{i}]\n" for i in range(3)) + "labels[:] = [2, 2, 0]\n"
    program += LOADER.format(size=2) + "batches = iter(loader)\n"
    yield Question(program, "[next(batches), next(batches), next(batches, None)]", inputs)
    params = [[[number(), number()], [number(), number()]], [number(), number()]]
    steps = {f"g_{i}": draws.like(params, number) for i in (1, 2, 3)}
    program = """\
first = SGD(p, 0.5, momentum=0.5)
second = SGD(q, 0.25, momentum=0.9)
first.step(g_1)
second.step(g_2)
first.step(g_3)
second.step(g_1)
"""
    inputs = {"p": params, "q": draws.like(params, number), **steps}
    yield Question(program, "[p, q, g_1, g_2, g_3]", inputs)


def steps(rng: Random) -> Iterator[Question]:
    """Steps of parameters of any size, with numbers of any digits."""
    for count in (*range(1, 6), *(rng.randint(*band) for band in BANDS), MANY):
        number, rows = draws.wide(rng), 1 if count == MANY else count
        matrix = [[number() for _ in range(count // rows)] for _ in range(rows)]
        yield _step(rng, [matrix, [number() for _ in range(count)]])
    for values in SMALL:
        yield _step(rng, [list(values), [list(values), list(values)]])
    yield _step(rng, [[rng.gauss(0, 1)] for _ in range(rng.randint(9, 20))], count=12)


def _step(rng: Random, params: list[Any], count: int = 2) -> Question:
    momentum = rng.choice((0.0, 0.5, 0.9, 1.0, rng.uniform(-2, 2)))
    lr = rng.choice((0.1, 1.0, rng.uniform(-20, 20)))
    program = f"optimiser = SGD(p, {lr}, momentum={momentum})\n"
    program += "optimiser.step(g_1)\noptimiser.step(g_2)\n" * (count // 2)
    number = draws.numbers(rng)
    inputs = {"p": params, **{f"g_{i}": draws.like(params, number) for i in (1, 2)}}
    return Question(program, "p", inputs)


LAWS = (
    ObjectLaw("batches", "any number of samples comes in batches of any size", batches),
    ObjectLaw(
        "same_lists",
        "loaders and optimisers use what their lists hold, and are independent of each other",
        same_lists,
        "The same lists were given with other content.",
    ),
    ObjectLaw("steps", "SGD takes parameters of any size and numbers of any precision", steps),
)
