"""Verdicts as Markdown: the summary of a job on GitHub, whose reader wants the next step."""

from __future__ import annotations

import re

from grader import curriculum
from grader.judging.verdicts import ExerciseVerdict, Status, Verdict
from grader.reports.labels import SIGNS, WORDS, points

SHOWN = 2_000  # characters of a message; GitHub takes 1 MiB for a step


def as_markdown(verdict: Verdict) -> str:
    """The points of each exercise in a table, and below it the first failure of each."""
    lines = [
        f"## {points(verdict.score)} of {points(verdict.max_score)} points",
        "",
        "| | Exercise | Points | Properties |",
        "|---|---|---:|---|",
    ]
    lines += [_row(found) for found in verdict.exercises]
    for found in verdict.exercises:
        if found.status.is_failure:
            lines += ["", *_failure(found)]
    lines += ["", f"Seed {verdict.seed}: the same run again is `make grade SEED={verdict.seed}`."]
    return "\n".join(lines) + "\n"


def _row(found: ExerciseVerdict) -> str:
    held = f"{found.held} of {len(found.properties)} hold" if found.properties else ""
    label = curriculum.exercise(found.number).label
    reached = f"{points(found.score)} of {points(found.max_score)}"
    what = held if found.status in (Status.PASSED, Status.FAILED) else WORDS[found.status]
    return f"| {SIGNS[found.status][0]} | {label} | {reached} | {what} |"


def _failure(found: ExerciseVerdict) -> list[str]:
    lines = [f"### {curriculum.exercise(found.number).label}", ""]
    first = found.first_failure
    if found.diagnosis:
        lines += [*_block(found.diagnosis), ""]
    if first:
        lines += [f"The first property that does not hold: {first.sentence}", ""]
    shown = first.failure.message() if first and first.failure else found.problem
    return lines + (_block(shown) if shown else [])


def _block(text: str) -> list[str]:
    """Text as it is, in a fence that nothing in it closes."""
    cut = text[:SHOWN] + ("\n…" if len(text) > SHOWN else "")
    longest = max(map(len, re.findall("`+", cut)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", cut, fence]
