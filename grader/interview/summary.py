"""The result of an interview in the terminal."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

from grader.interview import clock, store, times
from grader.interview.entries import Ending, Task
from grader.interview.findings import Graded
from grader.interview.session import Session
from grader.reports.labels import SIGNS, WORDS, counted, points

_GRADE_STYLES = {1: "red", 2: "yellow", 3: "green", 4: "bold green"}
SPARKS = "▁▂▃▄▅▆▇█"


def show(session: Session, out: Console) -> None:
    """Points, times, the rubric, the self-rating beside it, and earlier interviews."""
    graded = session.graded
    assert graded is not None
    out.print()
    head = f"   {'exercise':<22}{'points':>9}  {'first pass':>10}{'time / target':>16}"
    out.print(Text(head, "dim"))
    spent = times.spent(session, session.end)
    for index, task in enumerate(session.tasks):
        out.print(_task(session, graded, index, task, spent[task.number]), no_wrap=True)
    out.print()
    out.print(_total(session, graded))
    out.print(_counts(session))
    show_rubric(graded, out)
    regrade = ".venv/bin/python -m grader interview --regrade pace=3"
    out.print(Text(f" A human may regrade: {regrade}", "dim"), soft_wrap=True)
    _show_self_rating(session, graded, out)
    _show_earlier(session, graded, out)
    out.print()


def _task(session: Session, graded: Graded, index: int, task: Task, spent: float) -> Text:
    verdict, score = graded.verdicts[index], graded.scores[index]
    sign, colour = SIGNS[verdict.status]
    at = times.first_pass(session, task.number)
    reached = f"{points(score.points)} / {points(score.maximum)}"
    line = Text.assemble(
        (f" {sign} ", colour),
        f"{task.label:<22}{reached:>9}  ",
        f"{clock.shown(at) if at is not None else '–':>10}",
        f"{clock.shown(spent):>9} / {clock.shown(task.minutes * 60):<6}",
    )
    if score.hints:
        line.append(f" −{points(score.hints)} for hints", "yellow")
    elif not verdict.passed:
        line.append(f" {WORDS[verdict.status]}", colour)
    return line


def _total(session: Session, graded: Graded) -> Text:
    used = clock.shown(session.end - session.opened.at)
    assert session.ended is not None
    how = "time was up" if session.ended.how is Ending.DEADLINE else "submitted"
    return Text.assemble(
        (
            f" {points(graded.points)} of {points(graded.maximum)} points ({graded.share:.0%})",
            "bold",
        ),
        f" · {graded.passed} of {len(graded.verdicts)} passed · {how} after {used}",
        f" · seed {session.opened.seed}",
    )


def _counts(session: Session) -> Text:
    counts = [
        (sum(session.counts(save) for save in session.saves), "save"),
        (len(session.checks), "check"),
        (len(session.hints), "hint"),
    ]
    parts = [counted(count, noun) for count, noun in counts]
    parts.append(f"longest pause between saves {clock.shown(times.longest_pause(session))}")
    return Text(f" {' · '.join(parts)}")


def show_rubric(graded: Graded, out: Console) -> None:
    """The four rows: the grade, its anchor sentence, the evidence."""
    out.print()
    for row in graded.rubric:
        if not row.grade:
            out.print(Text.assemble((f" {row.name}: ", "bold"), "not judged"))
            _indented(Text(row.evidence[-1]), out)
            continue
        grade = f"{row.grade} of 4"
        if row.human is not None:
            grade += f" (by a human; the machine gave {row.machine})"
        out.print(Text.assemble((f" {row.name}: ", "bold"), (grade, _GRADE_STYLES[row.grade])))
        _indented(Text(row.anchors[row.grade - 1]), out)
        for sentence in row.evidence:
            _indented(Text(sentence, "dim"), out)


def _indented(text: Text, out: Console) -> None:
    for line in text.wrap(out, max(20, out.width - 5)):
        line.rstrip()
        out.print(Text("    ") + line, no_wrap=True)


def _show_self_rating(session: Session, graded: Graded, out: Console) -> None:
    """What one thought of oneself, beside the rubric's row of that name."""
    rated = session.rated
    if rated is None:
        return
    parts = []
    for row in graded.rubric:
        own = getattr(rated, row.name, None)
        if own is not None:
            parts.append(f"{row.name} {own} ({_beside(own, row.grade)})")
    if parts:
        out.print()
        out.print(Text.assemble((" you said: ", "bold"), ", ".join(parts)))


def _beside(own: int, grade: int) -> str:
    if not grade:
        return "not judged"
    return "as graded" if own == grade else f"graded {grade}"


def _show_earlier(session: Session, graded: Graded, out: Console) -> None:
    """One's own earlier interviews of this kind."""
    before = [s.graded.share for s in earlier(session) if s.graded]
    if not before:
        return
    shares = [*before[-9:], graded.share]
    trend = f"{sparkline(shares)}  {' → '.join(f'{share:.0%}' for share in shares[-4:])}"
    better = sum(graded.share > share for share in before)
    count = counted(len(before), "earlier one")
    text = f"better than {better} of your {count} of this kind"
    out.print()
    out.print(Text.assemble((f" {kind(session)}: ", "bold"), trend, (f"  ({text})", "dim")))


def kind(session: Session) -> str:
    """What is compared with each other: the same preset, minutes and form, in words."""
    opened = session.opened
    return f"{opened.preset}, {session.minutes:.3g} min, {opened.form}"


def earlier(session: Session) -> list[Session]:
    """The graded interviews of the same kind before this one, oldest first."""
    before = (other for other in store.finished() if other.opened.at < session.opened.at)
    return [other for other in before if kind(other) == kind(session)]


def sparkline(shares: list[float]) -> str:
    """Shares in [0, 1] as bars, 0 the lowest and 1 the highest."""
    top = len(SPARKS) - 1
    return "".join(SPARKS[min(top, max(0, round(share * top)))] for share in shares)
