"""Laws: what every function owes, asked of every function from the declaration of its shapes.

Each law is a property with a sentence and a weight, made for an exercise out of what `shapes` says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

import pytest

from grader.curriculum import Exercise
from grader.judging.laws import counts, memory, randomness, refusals, shapes, sharing, values
from grader.judging.laws.asking import Case
from grader.judging.laws.objects import ObjectLaw
from grader.judging.laws.objects.kinds import KINDS
from grader.judging.laws.shapes import Shape
from grader.judging.proxy import Impl

PREFIX = "test_law_of_"  # of the names of these properties
WEIGHT = 0.5  # of a law; an exercise's own properties have 1 and more


@dataclass(frozen=True)
class Law:
    """One law: the functions that it is asked of, and how."""

    name: str
    check: Callable[[Case, Sequence[Shape]], None]
    asked_of: Callable[[Shape], bool]
    unless: str  # why it is not asked of the others


def _known(shape: Shape) -> bool:
    return not shape.is_drawn


LAWS = (
    Law("memory", memory.values_alone, lambda shape: True, ""),
    Law(
        "hands",
        memory.callers_hands,
        lambda shape: any(a.holds_lists for a in (*shape.arguments, *shape.results)),
        "it takes and gives no list",
    ),
    Law(
        "sharing",
        sharing.one_object_twice,
        lambda s: _known(s) and any(a.holds_lists and not a.in_place for a in s.arguments),
        "it takes no list, or chance decides what it gives",
    ),
    Law(
        "precision",
        values.any_precision,
        lambda s: _known(s) and any(a.holds_floats for a in s.arguments),
        "it takes no floats, or chance decides what it gives",
    ),
    Law(
        "magnitude",
        values.any_magnitude,
        lambda s: (
            _known(s)
            and any(a.kind in ("matrix", "matrices", "vector", "params") for a in s.arguments)
            and not any(a.kind == "ints" for a in s.results)
        ),
        "it takes no lists of floats, or chance or the rounding of a tie decides what it gives",
    ),
    Law(
        "counts",
        counts.any_count,
        lambda s: _known(s) and (bool(s.letters) or any(a.kind == "params" for a in s.arguments)),
        "no size is free, or chance decides what it gives",
    ),
    Law(
        "special",
        values.special_values,
        lambda s: _known(s) and any(a.kind == "matrix" for a in s.arguments),
        "it takes no Matrix, or chance decides what it gives",
    ),
    Law("refusals", refusals.near_misses, refusals.can_miss, "everything fits"),
    Law("randomness", randomness.global_random, lambda shape: True, ""),
)


def reason(law: Law, shape: Shape) -> str:
    """Why a law is not asked of a function; "" if it is."""
    if law.name in shape.not_asked:
        return shape.not_asked[law.name]
    return "" if law.asked_of(shape) else law.unless


def properties(
    exercise: Exercise, failed: Callable[[], bool]
) -> Iterator[tuple[str, Callable[[Impl, Random], None]]]:
    """The laws of an exercise as tests: a name, and a function with a sentence.

    `failed` tells whether one of the exercise's own properties does not hold. Then functions that
    are not right at all are left out: what is wrong with them has been said.
    """
    declared = shapes.of(exercise)
    for law in LAWS:
        asked = [shape for shape in declared if not reason(law, shape)]
        if asked:
            yield PREFIX + law.name, _test(law, exercise, asked, failed)
    for of_objects in KINDS.get(shapes.objects_of(exercise), ()):
        yield PREFIX + of_objects.name, _test_of_objects(of_objects, exercise, failed)


def _test_of_objects(
    law: ObjectLaw, exercise: Exercise, failed: Callable[[], bool]
) -> Callable[[Impl, Random], None]:
    def test(impl: Impl, rng: Random) -> None:
        if failed():
            pytest.skip("what is more basic does not hold so far")
        case = Case(impl, exercise, rng)
        for question in law.make(rng):
            case.program(question, law.why)

    test.__doc__ = law.sentence
    return test


def _test(
    law: Law, exercise: Exercise, asked: Sequence[Shape], failed: Callable[[], bool]
) -> Callable[[Impl, Random], None]:
    def test(impl: Impl, rng: Random) -> None:
        case = Case(impl, exercise, rng)
        chosen = [shape for shape in asked if not failed() or case.is_sound(shape)]
        if not chosen:
            pytest.skip("none of the functions is right so far")
        law.check(case, chosen)

    test.__doc__ = law.check.__doc__
    return test
