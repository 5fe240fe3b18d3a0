"""Grading a submission: exercises in order, the finale last, into one verdict."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader.curriculum import Exercise
from grader.judging import exam
from grader.judging.verdicts import ExerciseVerdict, Verdict

if TYPE_CHECKING:
    from grader.judging.training import Progress


@dataclass(frozen=True)
class Order:
    """What is to be graded and how: see `exam.examine`."""

    folder: Path  # that holds folders such as 01_matmul
    exercises: Sequence[Exercise]
    seed: int
    stand_ins: bool = False
    data: str = "auto"
    in_process: bool = False


def grade(
    order: Order,
    *,
    on_exercise: Callable[[ExerciseVerdict], None] | None = None,
    on_progress: Callable[[Progress], None] | None = None,
) -> Verdict:
    """Judge what was ordered. Raises `GraderFault`, `DataError`."""
    found = []
    for exercise in order.exercises:
        verdict = exam.examine(
            exercise,
            order.folder,
            seed=order.seed,
            stand_ins=order.stand_ins,
            data=order.data,
            in_process=order.in_process,
            on_progress=on_progress,
        )
        found.append(verdict)
        if on_exercise is not None:
            on_exercise(verdict)
    return Verdict(str(order.folder), order.seed, tuple(found))
