"""Grading a submission: exercises in order, the finale last, into one verdict."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from grader.curriculum import Exercise
from grader.judging import run
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict, Verdict
from grader.outcome import GraderFault, UsageError
from grader.sandbox import host
from grader.sandbox.confinement import Confinement
from grader.submission import Submission

if TYPE_CHECKING:
    from grader.judging.finale.progress import Progress


@dataclass(frozen=True)
class Order:
    """What is to be graded, and how each exercise of it is judged."""

    folder: Path  # that holds folders such as 01_matmul
    exercises: Sequence[Exercise]
    request: Request

    @cached_property
    def submission(self) -> Submission:
        """What lies in the folder, each module read once for all that is said of it."""
        return Submission(self.folder)


def grade(
    order: Order,
    *,
    on_exercise: Callable[[ExerciseVerdict], None] | None = None,
    on_verdict: Callable[[ExerciseVerdict], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Verdict:
    """Judge what was ordered. Raises `GraderFault`, `DataError`."""
    request = replace(order.request, on_verdict=on_verdict, on_progress=on_progress)
    found = []
    for exercise in order.exercises:
        verdict = run.examine(exercise, order.submission, request)
        found.append(verdict)
        if on_exercise is not None:
            on_exercise(verdict)
    code = {one.number: order.submission.read(one).text for one in order.exercises}
    return Verdict(str(order.folder), request.seed, tuple(found), code)


def check_confinement(required: str | None, *, foreign: bool) -> None:
    """Judge nothing that is held less firmly than required; warn of strangers' code held by less.

    Raises `UsageError`, `GraderFault`.
    """
    if required not in (None, Confinement.KERNEL.value, Confinement.LIMITS.value):
        raise UsageError(f"--require takes kernel or limits, and not {required[:40]!r}.")
    if required is None and not foreign:
        return
    held = host.probe()
    if required is not None and not held.level.is_at_least(Confinement(required)):
        raise GraderFault(held.refusal(Confinement(required)))
    if held.level is not Confinement.KERNEL:
        print(f"Warning: {held.level.value} alone hold this code. {held.missing}", file=sys.stderr)
