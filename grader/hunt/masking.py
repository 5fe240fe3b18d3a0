"""Whether one bug hides another: two that cancel out let a module pass with a bug in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from grader import curriculum
from grader.curriculum import Exercise
from grader.hunt import grafts
from grader.hunt.planting import Seed
from grader.judging.verdicts import Status


def masked(
    modules: Mapping[Exercise, str], bugs: Sequence[Seed], seed: int
) -> Iterator[tuple[Exercise, tuple[Seed, ...]]]:
    """The modules that pass with a bug in them, and the bugs that are left when they do.

    Whoever repairs the bugs one by one, in any order, comes through these states. Those in which a
    single bug is left are not asked: that it fails is known from planting it.
    """
    for exercise in modules:
        within = {exercise, *_below(exercise, modules)}
        near = [bug for bug in bugs if bug.exercise in within]
        for left in (some for n in range(2, len(near) + 1) for some in combinations(near, n)):
            if any(bug.exercise == exercise for bug in left):
                texts = {e: repaired(e, modules[e], _names(e, near, left)) for e in within}
                if grafts.judged(exercise, texts, seed).status is Status.PASSED:
                    yield exercise, left


def repaired(exercise: Exercise, text: str, names: Collection[str]) -> str:
    """A module with these functions of the reference; with all, where they do not come apart."""
    reference = exercise.reference.read_text(encoding="utf-8")
    if names and not grafts.come_apart(exercise):
        return reference
    return grafts.graft(text, reference, names)


def imported(text: str) -> list[Exercise]:
    """The exercises whose modules a module imports."""
    every = {e.name: e for e in curriculum.track("all") if e.finale is None}
    named = re.findall(r"^\s*(?:from|import) (\w+)", text, re.MULTILINE)
    return [every[name] for name in dict.fromkeys(named) if name in every]


def _below(exercise: Exercise, modules: Mapping[Exercise, str]) -> set[Exercise]:
    """The modules that one module stands on, directly or through others."""
    found: set[Exercise] = set()
    pending = imported(modules[exercise])
    while pending:
        other = pending.pop()
        if other not in found:
            found.add(other)
            pending += imported(modules[other])
    return found


def _names(exercise: Exercise, bugs: Sequence[Seed], left: Collection[Seed]) -> set[str]:
    """The functions of one module whose bugs are repaired."""
    return {bug.name for bug in bugs if bug.exercise == exercise and bug not in left}
