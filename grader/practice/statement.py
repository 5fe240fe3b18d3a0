"""`make statement`: what is asked, without the maths, as an interviewer would put it."""

from __future__ import annotations

import argparse
import re

from grader import curriculum
from grader.curriculum import EXERCISES, Exercise
from grader.outcome import Exit, GraderFault
from grader.reports import markdown, terminal

MATHS, PRACTICE = "The maths", "Go"


def command(args: argparse.Namespace) -> int:
    """Print the statement of one exercise; with --maths all of it."""
    exercise = curriculum.exercise(args.number)
    out = terminal.console()
    markdown.show(text(exercise) if args.maths else bare(exercise), out)
    return Exit.PASSED


def text(exercise: Exercise) -> str:
    """The whole statement, in Markdown. Raises `GraderFault` if it is missing."""
    path = EXERCISES / exercise.folder / "README.md"
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        advice = f"git checkout exercises/{exercise.folder}/README.md brings it back"
        raise GraderFault(f"{path} cannot be read ({error.strerror}): {advice}.") from None


def bare(exercise: Exercise) -> str:
    """The statement without the derivation, which the candidate is to find, and without `make`."""
    return without(text(exercise), MATHS, PRACTICE)


def without(statement: str, *titles: str) -> str:
    """A statement without the sections of these titles."""
    for title in titles:
        statement = re.sub(rf"(?ms)^## {re.escape(title)}\n.*?(?=^## |\Z)", "", statement)
    return statement
