"""What hints cost, and the points of an interview."""

from __future__ import annotations

from grader.interview.entries import Task
from grader.interview.findings import Score
from grader.interview.session import Session
from grader.judging.verdicts import ExerciseVerdict

HINT_SHARE = 0.1  # of the exercise's points, for each level


def hint_cost(task: Task) -> float:
    """The points that the next hint for an exercise costs."""
    return round(task.points * HINT_SHARE, 2)


def scores(session: Session, verdicts: tuple[ExerciseVerdict, ...]) -> tuple[Score, ...]:
    """The points of each exercise: partial credit, hints taken off, never below 0."""
    found = []
    for verdict in verdicts:
        hints = sum(hint.cost for hint in session.hints if hint.exercise == verdict.number)
        off = round(min(hints, verdict.score), 2)
        found.append(Score(verdict.number, verdict.score, off, verdict.max_score))
    return tuple(found)
