"""`make history`: practice, and past interviews, their scores and where they tend."""

from __future__ import annotations

import argparse
import time
from itertools import groupby

from rich.text import Text

from grader.interview import store, summary
from grader.interview.session import Session
from grader.outcome import Exit
from grader.practice import record
from grader.practice.history import History
from grader.reports import terminal
from grader.reports.labels import points

SHOWN = 20  # the latest interviews, a line each
TREND = 24  # how many a sparkline has at most


def command(args: argparse.Namespace) -> int:
    """Show what practice left behind, past interviews and their trend."""
    out = terminal.console()
    record.show(History().past(), out)
    found = store.finished()
    if not found:
        out.print("No interview has been finished yet: make interview begins one.")
        return Exit.PASSED
    head = f" {'date':<18}{'preset':<13}{'min':>4}{'points':>11}{'':>7}  passed  hints  exercises"
    out.print(Text(head, "dim"), no_wrap=True)
    for session in found[-SHOWN:]:
        out.print(_line(session), no_wrap=True, overflow="ellipsis")
    if len(found) > SHOWN:
        out.print(Text(f" and {len(found) - SHOWN} earlier ones", "dim"))
    out.print()
    for kind, group in groupby(sorted(found, key=summary.kind), key=summary.kind):  # stable
        shares = [s.graded.share for s in group if s.graded]
        out.print(_trend(kind, shares), no_wrap=True)
    return Exit.PASSED


def _line(session: Session) -> Text:
    graded = session.graded
    assert graded is not None
    date = time.strftime("%Y-%m-%d %H:%M", time.localtime(session.opened.at))
    reached = f"{points(graded.points)} / {points(graded.maximum)}"
    return Text.assemble(
        f" {date:<18}{session.opened.preset:<13}{session.minutes:>4.3g}{reached:>11}",
        (f"{graded.share:>7.0%}", "bold"),
        f"{f'{graded.passed} of {len(graded.verdicts)}':>8}{len(session.hints) or '·':>7}",
        ("  " + " ".join(str(task.number) for task in session.tasks), "dim"),
    )


def _trend(kind: str, shares: list[float]) -> Text:
    """Best, latest, and a bar for each: one's own interviews, compared with nobody else's."""
    line = Text.assemble((f" {kind:<26}", "bold"), f"{summary.sparkline(shares[-TREND:])}  ")
    if len(shares) == 1:
        return line.append(f"{shares[0]:.0%}, the first of its kind", "dim")
    change = round(100 * shares[-1]) - round(100 * shares[-2])
    step = f"{change:+d} since the last" if change else "as the last"
    return line.append(f"{shares[-1]:.0%} now ({step}), best {max(shares):.0%} of {len(shares)}")
