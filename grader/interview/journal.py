"""An interview in words: how an exercise stands, and a line for each thing that happened."""

from __future__ import annotations

from collections.abc import Iterator

from grader.interview import clock
from grader.interview.entries import (
    Check,
    Ended,
    Ending,
    Entry,
    Graded,
    Hint,
    Opened,
    Resumed,
    Save,
    Task,
)
from grader.interview.session import Session
from grader.judging.verdicts import Status
from grader.reports.labels import points


def label(session: Session, number: int) -> str:
    """How people name an exercise of the interview: "03 softmax"."""
    return next(task.label for task in session.tasks if task.number == number)


def given(session: Session) -> str:
    """Which modules the reference serves, in a sentence; "" if none."""
    from grader.curriculum import exercise

    names = [exercise(number).label for number in session.opened.given]
    if not names:
        return ""
    shown = ", ".join(names) if len(names) < 4 else f"{names[0]} … {names[-1]}, unless asked for"
    return f"Given, served by the reference: {shown}"


def state(session: Session, task: Task, busy: frozenset[int]) -> str:
    """How an exercise stands, in a few words: counts, never inputs or expected values."""
    saves = session.saves_of(task.number)
    if not saves:
        return "not begun"
    latest = session.check_of(saves[-1])
    if latest is None:
        if task.number in busy:
            return "checking …"
        return "saved: c runs it" if task.exercise.finale else "saved, not checked"
    return result(latest)


def result(check: Check) -> str:
    """A check in a few words."""
    if check.passed:
        return f"passed, {check.held} of {len(check.properties)}"
    if check.properties:
        return f"{check.held} of {len(check.properties)} hold"
    return "stub" if check.status is Status.NOT_ATTEMPTED else "cannot be read"


def trouble(check: Check | None) -> str:
    """Why a check did not pass: the module does not load, or the first property that fails."""
    if check is None or check.passed:
        return ""
    return check.problem or check.first_failure


def describe(entry: Entry, session: Session) -> str:
    """What happened, in a line; "" for what is nobody's business while it runs (notes)."""
    match entry:
        case Opened():
            return f"begun: {entry.preset}, {session.minutes:g} min, seed {entry.seed}"
        case Save():
            line = f"saved {label(session, entry.exercise)} (save {entry.number})"
            return line if session.counts(entry) else f"{line} after the end: does not count"
        case Check():
            line = f"{label(session, entry.exercise)}: {result(entry)}"
            why = trouble(entry)
            return f"{line} · ✗ {why}" if why else line
        case Hint():
            name = label(session, entry.exercise)
            return f"hint {entry.level} for {name}: −{points(entry.cost)}"
        case Resumed():
            return f"taken up again after {clock.shown(entry.at - entry.gone)}; the clock ran on"
        case Ended():
            return "time is up" if entry.how is Ending.DEADLINE else "submitted"
        case Graded():
            return f"graded: {points(entry.points)} of {points(entry.maximum)} points"
        case _:
            return ""


def events(session: Session) -> Iterator[tuple[float, str]]:
    """All that happened, oldest first: when, and the line."""
    entries: list[Entry] = [
        session.opened,
        *session.saves,
        *session.checks,
        *session.hints,
        *session.resumed,
        *([session.ended] if session.ended else []),
        *([session.graded] if session.graded else []),
    ]
    for entry in sorted(entries, key=lambda entry: entry.at):
        if text := describe(entry, session):
            yield entry.at, text
