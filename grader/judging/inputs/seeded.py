"""The demand on every function that draws from a seed: the seed alone decides."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from grader.judging import expect
from grader.judging.proxy import Impl

SEEDS = (0, -7, 2**70)  # any int is one
FURTHER = (1, 10**6, 2**32)  # seeds so far apart differ too: none is cut to digits or bits
# Of so many drawn seeds two fall together if they are cut to n values, with the probability
# 1 − exp(−64²/2n), as birthdays do: of 251 values practically always, of 1,000 in 7 of 8 runs.
MANY = 64


def depends_on_seed_alone(
    impl: Impl,
    rng: random.Random,
    ask: Callable[[Impl, int], Any],
    seeds: Sequence[int] = SEEDS,
) -> None:
    """`ask` gives the same whenever it gets the same seed, and something else for another one.

    It is a call of the module that it is given; `rng` is the property's own. `seeds` are tried as
    well, and differ.
    """
    met: list[Any] = []
    for seed in seeds:
        given = ask(impl, seed)
        expect.equal(ask(impl, seed), given, why=f"{seed} is a seed: the same call gave this.")
        expect.holds(
            given not in met,
            expected=f"for seed {seed} something else",
            returned=given,
            why=f"Another of the seeds {seeds} gave the same.",
        )
        met.append(given)
    seed = rng.randrange(2**31)
    impl.seed_global_random(seed)
    first = ask(impl, seed)
    expect.holds(
        impl.global_random() == random.Random(seed).random(),
        expected="the global state of the random module unchanged",
        why="Other code draws from it as well; a generator of your own is random.Random(…).",
    )
    impl.seed_global_random(seed + 1)
    expect.equal(ask(impl, seed), first, why="This is what the same call returned before.")
    expect.equal(ask(impl.fresh(), seed), first, why="This is what it returned in another process.")
    for further in FURTHER:
        other, wanted = ask(impl, seed + further), f"something else than for seed {seed}"
        expect.holds(other != first, expected=wanted, returned=other)


def tells_seeds_apart(rng: random.Random, ask: Callable[[int], Any], many: int = MANY) -> None:
    """No two of `many` seeds, half of them neighbours, the others negative, give the same."""
    first = rng.randrange(2**40)
    neighbours = range(first, first + many // 2)
    met: dict[str, int] = {}
    for seed in (*neighbours, *(-rng.randrange(2**40) for _ in neighbours)):
        given = ask(seed)
        other = met.setdefault(repr(given), seed)
        expect.holds(
            other == seed,
            expected=f"something else than for seed {other}",
            returned=given,
            why=f"Seeds {other} and {seed} gave the same: a seed is used whole.",
        )
