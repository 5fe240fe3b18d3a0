"""Verdicts for exercism: the `results.json` of its test runners' interface, version 3.

A task is an exercise; a test is one of its properties, with the property's source as its code.
"""

from __future__ import annotations

import json
import re
from functools import cache
from typing import Any

from grader import curriculum
from grader.curriculum import Exercise
from grader.judging.verdicts import ExerciseVerdict, PropertyVerdict, Status, Verdict

VERSION = 3
MAX_OUTPUT = 500  # characters of what was printed, by the interface
MAX_MESSAGE = 65_535 // 4  # bytes of UTF-8 in the worst case
_STATUS = {Status.PASSED: "pass", Status.FAILED: "fail"}


def as_json(verdict: Verdict) -> str:
    """The verdict as exercism's object, in ASCII."""
    tests = [
        _test(found, p, task)
        for task, found in enumerate(verdict.exercises, 1)
        for p in found.properties
    ]
    whole: dict[str, Any] = {"version": VERSION, "status": "pass" if verdict.passed else "fail"}
    if not any(test["status"] != "error" for test in tests):
        whole["status"] = "error"
        whole["message"] = _why_nothing_ran(verdict)[:MAX_MESSAGE]
    whole["tests"] = tests
    return json.dumps(whole, indent=2) + "\n"


def _test(found: ExerciseVerdict, p: PropertyVerdict, task: int) -> dict[str, Any]:
    exercise = curriculum.exercise(found.number)
    entry: dict[str, Any] = {
        "name": f"{exercise.name} > {p.sentence}",
        "status": _STATUS.get(p.status, "error"),
        "task_id": task,
        "test_code": _sources(exercise).get(p.name, ""),
        "message": None,
    }
    if p.status is not Status.PASSED:
        message = p.failure.message() if p.failure else "This property was not reached."
        entry["message"] = message[:MAX_MESSAGE]
    if p.failure and p.failure.prints:
        entry["output"] = _output(p.failure.prints)
    return entry


def _output(prints: str) -> str:
    """What was printed, and if it is cut, the interface's wish that this be said."""
    cut = f"\nOutput was truncated. Please limit to {MAX_OUTPUT} chars."
    return prints if len(prints) <= MAX_OUTPUT else prints[: MAX_OUTPUT - len(cut)] + cut


def _why_nothing_ran(verdict: Verdict) -> str:
    lines = []
    for found in verdict.exercises:
        first = found.first_failure
        reason = first.failure.message() if first and first.failure else "not attempted"
        lines.append(f"{found.name}: {found.problem or reason}")
    return "\n".join(lines)


@cache
def _sources(exercise: Exercise) -> dict[str, str]:
    """The source of each property of an exercise's own tests, by its name."""
    text = exercise.tests.read_text(encoding="utf-8")
    functions = re.split(r"\n{3,}(?=@|def |class )", text)
    found = {}
    for source in functions:
        name = re.search(r"^def (test_\w+)", source, re.MULTILINE)
        if name:
            found[name[1]] = source.strip()
    return found
