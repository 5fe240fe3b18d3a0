"""Where the time of an interview went, as far as saves and keys tell."""

from __future__ import annotations

from grader.interview.entries import Focus, Hint, Save
from grader.interview.session import Session


def away(session: Session, now: float) -> float:
    """Seconds in which nobody was there: from a crash or a leave until it was taken up again."""
    limit = min(now, session.end)
    return sum(max(0.0, min(r.at, limit) - min(r.gone, limit)) for r in session.resumed)


def spent(session: Session, now: float) -> dict[int, float]:
    """Seconds spent on each exercise until `now`, by its number; time away is not counted.

    The time before a save or a hint went to its exercise; the time before the candidate turned to
    another exercise, and that after the last of these, to the exercise at hand.
    """
    limit = min(now, session.end)
    marks: list[Save | Hint | Focus] = sorted(
        [*session.saves, *session.hints, *session.focuses], key=lambda mark: mark.at
    )
    found = {task.number: 0.0 for task in session.tasks}
    at_hand, since = session.tasks[0].number, session.opened.at
    for mark in marks:
        until = min(mark.at, limit)
        goes_to = at_hand if isinstance(mark, Focus) else mark.exercise
        found[goes_to] += _present(session, since, until)
        at_hand, since = mark.exercise, max(since, until)
    found[at_hand] += _present(session, since, limit)
    return found


def _present(session: Session, start: float, end: float) -> float:
    """The seconds between two moments without those in which nobody was there."""
    gone = sum(max(0.0, min(r.at, end) - max(r.gone, start)) for r in session.resumed)
    return max(0.0, end - start - gone)


def first_pass(session: Session, number: int) -> float | None:
    """When the save was made that first passed (seconds since the start), if one did.

    A last save that passed only in the grading counts as well.
    """
    moments = [
        save.at
        for save in session.saves_of(number)
        if (check := session.check_of(save)) is not None and check.passed
    ]
    final = session.final(number)
    if session.graded and final and not moments:
        passed = {verdict.number for verdict in session.graded.verdicts if verdict.passed}
        moments = [final.at] if number in passed else []
    return min(moments) - session.opened.at if moments else None


def spent_to_first_pass(session: Session, number: int) -> float | None:
    """Seconds spent on an exercise when it first passed, if it did."""
    at = first_pass(session, number)
    return None if at is None else spent(session, session.opened.at + at)[number]


def longest_pause(session: Session) -> float:
    """The longest stretch in seconds without a save, while somebody was there."""
    moments = [session.opened.at, *(s.at for s in session.saves if session.counts(s)), session.end]
    return max(_present(session, a, b) for a, b in zip(moments, moments[1:], strict=False))
