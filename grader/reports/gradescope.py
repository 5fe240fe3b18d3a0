"""Verdicts for Gradescope: the `results.json` that its autograder reads.

Fields as its documentation names them: the score is the total of the tests', each test has a
status, points and an output as plain text.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from grader import curriculum
from grader.judging.verdicts import ExerciseVerdict, Failure, PropertyVerdict, Status, Verdict

_VISIBLE = "visible"


def as_json(verdict: Verdict, remarks: Sequence[str] = ()) -> str:
    """The verdict as Gradescope's object, in ASCII; `remarks` are told about the whole hand-in."""
    whole = {
        "score": round(verdict.score, 2),
        "execution_time": round(sum(found.wall_s for found in verdict.exercises)),
        "output": "\n".join([*_summary(verdict), *remarks]),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": _VISIBLE,
        "stdout_visibility": "hidden",
        "extra_data": {"seed": verdict.seed},
        "tests": [test for found in verdict.exercises for test in _tests(found)],
    }
    return json.dumps(whole, indent=2) + "\n"


def _summary(verdict: Verdict) -> list[str]:
    lines = [f"{verdict.score:g} of {verdict.max_score:g} points, seed {verdict.seed}"]
    lines += [
        f"{curriculum.exercise(found.number).label}: {found.diagnosis}"
        for found in verdict.exercises
        if found.diagnosis
    ]
    return lines


def _tests(found: ExerciseVerdict) -> list[dict[str, Any]]:
    """A test for each property, which share the exercise's points by their weights."""
    exercise = curriculum.exercise(found.number)
    properties = found.properties or (
        PropertyVerdict(exercise.name, exercise.title, found.status, failure=_reason(found)),
    )
    share = found.max_score / sum(p.weight for p in properties)
    return [
        {
            "name": f"{exercise.label}: {p.sentence}",
            "number": f"{found.number}.{number}",
            "status": "passed" if p.status is Status.PASSED else "failed",
            "score": round(share * p.weight, 4) if p.status is Status.PASSED else 0.0,
            "max_score": round(share * p.weight, 4),
            "output": p.failure.message() if p.failure else "",
            "visibility": _VISIBLE,
        }
        for number, p in enumerate(properties, 1)
    ]


def _reason(found: ExerciseVerdict) -> Failure:
    return Failure("", found.problem or "was not attempted", "")
