"""`make solution` and `make diff`: the reference with its walkthrough, and your code beside it."""

from __future__ import annotations

import argparse
import difflib

from rich.text import Text

from grader import curriculum, submission
from grader.curriculum import EXERCISES, Exercise
from grader.outcome import Exit, UsageError
from grader.practice.history import Event, History
from grader.reports import markdown, terminal
from grader.submission import State


def command(args: argparse.Namespace) -> int:
    """Show the reference; before the exercise passes only if asked for, which is recorded."""
    exercise = curriculum.exercise(args.number)
    history = History()
    passed = history.of(exercise).ever_passed
    if not passed and not args.yes:
        raise UsageError(
            f"{exercise.label} has not passed yet: make hint N={exercise.number} helps, and "
            f"make solution N={exercise.number} YES=1 shows the reference all the same."
        )
    history.add_event(exercise, Event.SOLUTION)  # counts if a round is open
    show(exercise)
    return Exit.PASSED


def show(exercise: Exercise) -> None:
    """Print the reference and its walkthrough."""
    out = terminal.console()
    markdown.show_code(exercise.reference.read_text(encoding="utf-8"), out)
    walkthrough = exercise.walkthrough
    markdown.show(walkthrough.read_text(encoding="utf-8"), out)


def diff(args: argparse.Namespace) -> int:
    """Show how a passing module differs from the reference."""
    exercise = curriculum.exercise(args.number)
    module = submission.read(EXERCISES, exercise)
    if module.state is not State.ATTEMPTED:
        unwritten = f"{exercise.label} is not written yet: there is nothing to compare."
        raise UsageError(module.problem or unwritten)
    if not History().of(exercise).ever_passed:
        raise UsageError(
            f"{exercise.label} has not passed yet: make test-exercise N={exercise.number} first."
        )
    out = terminal.console()
    colours = {"+": "green", "-": "red", "@": "cyan"}
    for line in _lines(exercise, module.text):
        out.print(Text(line, colours.get(line[:1], "")), soft_wrap=True)
    return Exit.PASSED


def _lines(exercise: Exercise, mine: str) -> list[str]:
    reference = exercise.reference.read_text(encoding="utf-8")
    found = list(
        difflib.unified_diff(
            mine.splitlines(),
            reference.splitlines(),
            f"yours      exercises/{exercise.module}",
            f"reference  solutions/{exercise.module}",
            lineterm="",
            n=100,
        )
    )
    return found or ["Yours is the reference, to the letter."]
