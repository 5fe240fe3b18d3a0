"""What an interviewer asks after an exercise: the questions and answers of its walkthrough."""

from __future__ import annotations

import re
from dataclasses import dataclass

from grader.curriculum import Exercise

HEADING = "## What an interviewer asks next"
_ENTRY = re.compile(r"^- \*(?P<question>[^*]+)\*\s+(?P<answer>.+)$", re.DOTALL)


@dataclass(frozen=True)
class FollowUp:
    """A question, and the answer that a good candidate gives."""

    question: str
    answer: str


def of(exercise: Exercise) -> tuple[FollowUp, ...]:
    """The follow-up questions of an exercise, in the walkthrough's order; none without one."""
    if not exercise.walkthrough.is_file():
        return ()
    _, _, section = exercise.walkthrough.read_text(encoding="utf-8").partition(HEADING)
    entries = re.split(r"\n(?=- )", section.partition("\n## ")[0].strip())
    found = (_ENTRY.match(entry.strip()) for entry in entries)
    return tuple(
        FollowUp(_line(match["question"]), _line(match["answer"])) for match in found if match
    )


def _line(text: str) -> str:
    return " ".join(text.split())
