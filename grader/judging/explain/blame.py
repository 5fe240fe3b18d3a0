"""Tells whether what failed comes from the module on trial, or from an earlier one it imports.

A right `cross_entropy` fails on top of the candidate's own wrong `softmax`. What failed is asked
again with the references in place of the earlier modules: if it comes out right, they are to blame.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging import signatures
from grader.judging.asking import Asker
from grader.judging.calls import Call
from grader.judging.explain import catalogue
from grader.judging.explain.in_process import Replica, comparable, references, same
from grader.sandbox.confinement import Confinement, Limits
from grader.sandbox.host import Guest, GuestLost, Sources
from grader.sandbox.wire import Answer

SECONDS = 0.05  # of the submission's own answers; as much again is asked for each module
MOST_SECONDS = 0.5  # for the last call of each failure
SECONDS_FOR_A_CALL = 1.0


@dataclass(frozen=True)
class Suspicion:
    """Where a failure comes from: here, or what to say if it does not or nobody can tell."""

    here: bool
    sentence: str | None = None


def suspect(
    exercise: Exercise, failed: Sequence[Sequence[Call]], sources: Sources, level: Confinement
) -> Suspicion:
    """Find out whether the submission's earlier modules have a part in what failed.

    `failed` holds the calls up to each failure, in order; `sources` what they were asked of.
    """
    own = _own_earlier(exercise, sources)
    calls = _affordable(failed)
    if not own or not calls:
        return Suspicion(here=True)
    theirs = [call.answer for call in calls if call.answer is not None]

    def answers_without(others: Collection[Exercise]) -> list[Answer]:
        return _answers(calls, _replaced(sources, exercise, others), exercise, level)

    without_all = answers_without(own)
    if _all_same(without_all, theirs):
        return Suspicion(here=True)
    with references(exercise):
        reference = Replica(exercise, None)
        right = [reference.answer(call) for call in calls]
    if not _all_same(without_all, right):
        return Suspicion(here=False)
    alone = [other for other in own if _all_same(answers_without([other]), right)]
    return Suspicion(here=False, sentence=_sentence(exercise, alone[:1] or own))


def _own_earlier(exercise: Exercise, sources: Sources) -> list[Exercise]:
    """The exercises before this one whose modules are the submission's own."""
    others = [curriculum.by_module(name) for name in sources.texts]
    return sorted(
        (
            other
            for other in others
            if other is not None
            and other.number < exercise.number
            and sources.texts[other.name] != other.reference.read_text(encoding="utf-8")
        ),
        key=lambda other: other.number,
    )


def _affordable(failed: Sequence[Sequence[Call]]) -> list[Call]:
    """The calls nearest to the failures, as many as were answered in `SECONDS`, but at least one.

    On a busy machine that is soon over: the last call of each failure is asked all the same.
    They are given in the order in which they were asked.
    """
    chosen: list[Call] = []
    spent = 0.0
    for sequence in failed:
        near: list[Call] = []
        for call in reversed(comparable(sequence)):
            spent += call.seconds
            if spent > SECONDS and (near or (chosen and spent > MOST_SECONDS)):
                break
            near.append(call)
        chosen += reversed(near)
    return chosen


def _replaced(sources: Sources, exercise: Exercise, others: Collection[Exercise]) -> Sources:
    """The submission's modules, with the references in place of its own for `others`."""
    replaced = {other.name for other in others}
    served = {name: text for name, text in sources.texts.items() if name not in replaced}
    return Sources(sources.main, {**catalogue.earlier_references(exercise), **served})


def _answers(
    calls: Sequence[Call], sources: Sources, exercise: Exercise, level: Confinement
) -> list[Answer]:
    """What a guest with these modules answers to the calls; fewer answers if it is lost."""
    answers: list[Answer] = []
    with contextlib.suppress(GuestLost):
        guest = Guest(sources, Limits(), level)
        try:
            guest.load()
            asker = Asker(guest, signatures.of(exercise))
            for call in calls:
                answers.append(asker.answer(call, SECONDS_FOR_A_CALL))
        finally:
            guest.close()
    return answers


def _all_same(some: Sequence[Answer], others: Sequence[Answer]) -> bool:
    return len(some) == len(others) and all(map(same, some, others))


def _sentence(exercise: Exercise, guilty: Sequence[Exercise]) -> str:
    files = [f"{other.name}.py (exercise {other.number})" for other in guilty]
    place = files[0] if len(files) == 1 else f"{', '.join(files[:-1])} and {files[-1]}"
    served = "that module" if len(files) == 1 else "those modules"
    return (
        f"The mistake is not in {exercise.name}.py but in {place}: with the reference's code "
        f"for {served}, what failed here comes out right."
    )
