"""An interview in words: how an exercise stands, and a line for each thing that happened."""

from __future__ import annotations

from collections.abc import Iterator

from grader.interview import clock
from grader.interview.entries import (
    Answered,
    Asked,
    Ended,
    Ending,
    Entry,
    Hint,
    Opened,
    Resumed,
    Save,
    Task,
)
from grader.interview.findings import Check, Graded, Run, Tested
from grader.interview.session import Session
from grader.judging.verdicts import Status
from grader.reports.labels import counted, points


def label(session: Session, number: int) -> str:
    """How people name an exercise of the interview: "03 softmax"."""
    return session.task(number).label


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
    if session.blind:
        run = session.last_run(task.number)
        return "saved" if run is None else own_result(run)
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


def own_result(run: Run) -> str:
    """A run of the candidate's own file or tests in a few words."""
    parts = [] if run.tests is None else [f"own {run.passed}/{run.tests}"]
    parts += [f"example {run.held}/{run.examples}"] if run.examples else []
    return ", ".join(parts) or ("own file: exception" if run.trouble else "own file ran")


def trouble(session: Session, number: int) -> str:
    """Why the latest check of an exercise did not pass: it does not load, or what does not hold."""
    check = None if session.blind else session.last_check(number)
    return "" if check is None else _trouble(check)


def _trouble(check: Check) -> str:
    return "" if check.passed else check.problem or check.first_failure


def own_words(session: Session, number: int) -> list[str]:
    """What the candidate's own code raised and printed: in the latest check, and in its run."""
    found = [session.last_check(number), session.last_run(number)]
    return [line for one in found if one is not None for line in words_of(one, session)]


def words_of(found: Check | Run, session: Session) -> list[str]:
    """What the candidate's own code raised and printed in a check or a run."""
    mark = "run" if isinstance(found, Run) else "check"
    if isinstance(found, Run):
        said = [f"your run: {found.trouble}"] if found.trouble else []
    elif session.blind or found.passed:
        return []
    else:
        said = [f"your code {found.raised}"] if found.raised else []
    return said + [f"{mark} │ {line}" for line in found.prints.split("\n") if line]


def worth(tested: Tested, session: Session) -> str:
    """What the candidate's own tests are worth, in a sentence."""
    line = f"{label(session, tested.exercise)}: "
    if not tested.right:
        return f"{line}none of your {counted(tested.tests, 'test')} lets the reference pass"
    wrong = tested.tests - tested.right
    line += f"your {counted(tested.right, 'test')} would have caught {tested.caught} of the "
    line += f"{counted(tested.mistakes, 'mistake')} that the catalogue lists"
    return f"{line}; {wrong} more refuse the reference, and are wrong" if wrong else line


def describe(entry: Entry, session: Session) -> str:
    """What happened, in a line; "" for what is nobody's business while it runs (notes)."""
    match entry:
        case Opened():
            return f"begun: {entry.preset}, {session.minutes:g} min, seed {entry.seed}"
        case Save():
            line = f"saved {label(session, entry.exercise)} (save {entry.number})"
            return line if session.counts(entry) else f"{line} after the end: does not count"
        case Check() if session.blind:
            return ""
        case Check():
            line = f"{label(session, entry.exercise)}: {result(entry)}"
            why = _trouble(entry)
            return f"{line} · ✗ {why}" if why else line
        case Run():
            line = f"{label(session, entry.exercise)}, {own_result(entry)}"
            return f"{line} · {entry.trouble}" if entry.trouble else line
        case Asked():
            return f"{label(session, entry.exercise)}, a question: {entry.question}"
        case Answered():
            return f"{label(session, entry.exercise)}: answered"
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
        *(run for run in session.runs if run.asked or run.trouble or run.tests),
        *session.asked,
        *session.answers,
        *session.hints,
        *session.resumed,
        *([session.ended] if session.ended else []),
        *([session.graded] if session.graded else []),
    ]
    for entry in sorted(entries, key=lambda entry: entry.at):
        if text := describe(entry, session):
            yield entry.at, text
