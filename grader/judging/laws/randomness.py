"""Global random state is neither read nor changed."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from grader.judging import expect
from grader.judging.laws import draws
from grader.judging.laws.asking import Case
from grader.judging.laws.shapes import Shape


def global_random(case: Case, shapes: Sequence[Shape]) -> None:
    """the global random generator is neither used nor seeded, not even at import"""
    expected = "what the global generator gives next to be what it was seeded for"
    why = "The rest of the program draws from it as well; random.Random(seed) is one of your own."
    expect.holds(case.impl.import_leaves_random, expected=f"{expected}, after the import", why=why)
    seed = case.rng.randrange(2**31)
    case.impl.seed_global_random(seed)
    for shape in shapes:
        args = draws.arguments(shape, case.rng, draws.sizes(shape, case.rng, 2, 3))
        getattr(case.impl, shape.function)(*args)
    drawn = case.impl.global_random()
    expect.holds(drawn == Random(seed).random(), expected=expected, why=why)
