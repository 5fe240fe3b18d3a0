"""Verdicts for programs: the JSON object that the contract describes."""

from __future__ import annotations

import json
from typing import Any

from grader.judging.verdicts import ExerciseVerdict, Status, Verdict
from grader.sandbox.confinement import Confined, Confinement

VERSION = 1


def as_json(verdict: Verdict) -> str:
    """The verdict as one JSON object, in ASCII."""
    whole = {
        "version": VERSION,
        "seed": verdict.seed,
        "submission": verdict.submission,
        "score": float(verdict.score),
        "max_score": float(verdict.max_score),
        "exercises": [_exercise(found) for found in verdict.exercises],
    }
    return json.dumps(whole, indent=2) + "\n"


def _exercise(found: ExerciseVerdict) -> dict[str, Any]:
    confined = found.confinement or Confined(Confinement.NONE)
    entry: dict[str, Any] = {
        "number": found.number,
        "name": found.name,
        "status": found.status.value,
        "score": float(found.score),
        "max_score": float(found.max_score),
        "cpu_s": round(found.cpu_s, 3),
        "diagnosis": found.diagnosis,
        "confinement": confined.level.value,
        "walls": dict(confined.walls),
        "tests": [
            {
                "name": p.name,
                "status": p.status.value,
                "message": p.failure.message() if p.failure else None,
            }
            for p in found.properties
        ],
    }
    if found.problem and not found.properties and found.status is Status.ERROR:
        test = {"name": "source", "status": Status.ERROR.value, "message": found.problem}
        entry["tests"] = [test]
    if found.finale is not None:
        names = found.finale.names
        measured = {"accuracy": found.finale.accuracy} if names is None else {"loss": names.loss}
        entry |= {
            **measured,
            "pass_line": found.finale.pass_line,
            "budget_s": round(found.finale.budget_s, 3),
            "data": found.finale.data,
        }
    return entry
