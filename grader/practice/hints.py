"""`make hint`: from a question over a direction to the key line, a level at a time, counted."""

from __future__ import annotations

import argparse
import re

from grader import curriculum
from grader.curriculum import EXERCISES, Exercise
from grader.outcome import Exit, GraderFault, UsageError
from grader.practice.history import Event, History, Past
from grader.reports import markdown, terminal

LEVELS = 3


def command(args: argparse.Namespace) -> int:
    """Show the next hint, or the one of the level that is asked for."""
    exercise = curriculum.exercise(args.number)
    level = _level(args.level)
    history = History()
    show(exercise, level or next_level(history.of(exercise)), history)
    return Exit.PASSED


def _level(text: str | None) -> int | None:
    if text is None or not text.strip():
        return None
    if text.strip() not in ("1", "2", "3"):
        raise UsageError(f"There is no hint of level {text[:20]!r}: LEVEL is 1, 2 or 3.")
    return int(text)


def next_level(past: Past) -> int:
    """One more than the deepest hint since the exercise was begun."""
    seen = [
        int(detail)
        for at, kind, detail in past.events
        if kind is Event.HINT and at > past.last_reset
    ]
    return min(LEVELS, max(seen, default=0) + 1)


def show(exercise: Exercise, level: int, history: History, *, more: str = "") -> None:
    """Print one hint and record that it was given; `more` says how the next is asked for here."""
    out = terminal.console()
    history.add_event(exercise, Event.HINT, str(level))
    markdown.show(text(exercise, level), out)
    number = exercise.number
    if level < LEVELS:
        again = "" if more else f"   again: make test-exercise N={number}"
        out.print(f"\nmore: {more or f'make hint N={number}'}{again}")
    else:
        unasked = "" if history.of(exercise).ever_passed else " YES=1"
        out.print(f"\nthat was the last hint; the reference: make solution N={number}{unasked}")


def text(exercise: Exercise, level: int) -> str:
    """The hint of that level, in Markdown. Raises `GraderFault` if there is no file of hints."""
    path = EXERCISES / exercise.folder / "hints.md"
    try:
        whole = path.read_text(encoding="utf-8")
    except OSError as error:
        advice = f"git checkout exercises/{exercise.folder}/hints.md brings it back"
        raise GraderFault(f"{path} cannot be read ({error.strerror}): {advice}.") from None
    sections = re.split(r"(?m)^## ", whole)[1:]
    return "## " + sections[level - 1].strip()
