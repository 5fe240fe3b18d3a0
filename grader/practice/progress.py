"""Where a candidate is: the state of each exercise, from the files and the history."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from grader import curriculum, submission
from grader.curriculum import EXERCISES, Exercise
from grader.practice.history import History, Past, digest
from grader.submission import Module, State


class Stage(Enum):
    """How far an exercise is."""

    UNTOUCHED = "untouched"
    STARTED = "started"
    PASSING = "passing"
    PASSED_BEFORE = "passed before, not now"


@dataclass(frozen=True)
class Standing:
    """One exercise's stage and what is remembered of it; `points` are those of this text."""

    exercise: Exercise
    stage: Stage
    points: float
    past: Past
    checked: bool  # whether this very text has been checked


def standing(exercise: Exercise, past: Past) -> Standing:
    """How far one exercise is."""
    module = submission.read(EXERCISES, exercise)
    latest = past.checks[-1] if past.checks else None
    current = latest is not None and latest.sha256 == digest(module.text)
    points = latest.score if latest is not None and current else 0.0
    return Standing(exercise, _stage(module, past, current), points, past, current)


def _stage(module: Module, past: Past, current: bool) -> Stage:
    if module.state in (State.MISSING, State.STUB):
        return Stage.UNTOUCHED
    if current and past.checks[-1].passed:
        return Stage.PASSING
    passed = any(check.passed for check in past.checks if check.at > past.last_reset)
    return Stage.PASSED_BEFORE if passed else Stage.STARTED


def standings(history: History) -> list[Standing]:
    """How far every exercise is, in order."""
    past = history.past()
    return [standing(e, past.get(e.number, Past())) for e in curriculum.track("all")]


def next_exercise(every: list[Standing]) -> Exercise:
    """The first exercise that does not pass; the last one if all do."""
    return next((s for s in every if s.stage is not Stage.PASSING), every[-1]).exercise
