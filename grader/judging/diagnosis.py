"""Names the mistake behind a failure, when exactly one explains what the submission answers."""

from __future__ import annotations

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.impl import Impl
from grader.judging.verdicts import PropertyVerdict


def explain(
    exercise: Exercise, failed: list[tuple[PropertyVerdict, tuple[Call, ...]]], impl: Impl
) -> str | None:
    """The sentence of the one mistake that explains the failed calls, or None."""
    return None
