"""`make history`: practice, and past interviews, where they tend; also as a page."""

from __future__ import annotations

import argparse
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from rich.text import Text

from grader import outputs
from grader.interview import store, summary
from grader.interview.session import Session
from grader.outcome import Exit
from grader.practice import clock, record
from grader.practice.history import History, Past
from grader.reports import html, terminal
from grader.reports.labels import counted, points

SHOWN = 20  # the latest interviews, a line each
TREND = 24  # how many a sparkline has at most


def command(args: argparse.Namespace) -> int:
    """Show what practice left behind, past interviews and their trend. Raises `UsageError`."""
    if args.html is not None:
        outputs.check(args.html)
    out = terminal.console()
    past, found = History().past(), store.finished()
    if args.html is not None:
        outputs.write(args.html, as_page(past, found))
        if args.html != "-":
            out.print(f"{args.html} is written: open it in a browser.", soft_wrap=True)
        return Exit.PASSED
    record.show(past, out)
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


@dataclass(frozen=True)
class _Held:
    """An interview's line on the page."""

    date: str
    kind: str
    share: float
    passed: str
    hints: int


def as_page(past: Mapping[int, Past], found: Sequence[Session]) -> str:
    """Practice and the graded interviews as one page, which loads nothing."""
    interviews = []
    for session in found:
        assert session.graded is not None
        passed = f"{session.graded.passed} of {len(session.graded.verdicts)}"
        kind, share = summary.kind(session), session.graded.share
        interviews.append(_Held(_date(session), kind, share, passed, len(session.hints)))
    return html.render(
        "history.html.j2",
        date=time.strftime("%Y-%m-%d %H:%M", time.localtime(clock.now())),
        every=list(record.practised(past)),
        interviews=interviews,
        counted=counted,
        duration=record.duration,
    )


def _date(session: Session) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(session.opened.at))


def _line(session: Session) -> Text:
    graded = session.graded
    assert graded is not None
    reached = f"{points(graded.points)} / {points(graded.maximum)}"
    return Text.assemble(
        f" {_date(session):<18}{session.opened.preset:<13}{session.minutes:>4.3g}{reached:>11}",
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
