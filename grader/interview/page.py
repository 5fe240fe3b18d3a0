"""The page of an interview: scorecard, timeline, a replay of every save, the truth at the end."""

from __future__ import annotations

import difflib
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from grader.interview import (
    clock,
    debugging,
    followups,
    journal,
    nextsteps,
    outside,
    presets,
    session,
    times,
)
from grader.interview.entries import Save
from grader.interview.findings import Check
from grader.interview.session import Session
from grader.outcome import GraderFault
from grader.reports import html
from grader.reports.labels import HELD, WORDS
from grader.sandbox.confinement import Confinement

FILE = "report.html"
IDLE_SECONDS = 60.0  # longer stretches without an event are drawn this long
WIDTH, LEFT, ROW_HEIGHT, TOP = 900.0, 150.0, 34.0, 30.0
TICK_WIDTH = 60.0  # of a time below the axis


@dataclass(frozen=True)
class Line:
    """A line of a snapshot: "+" new since the save before, "-" gone since then, "" kept."""

    mark: str
    text: str


class Kind(StrEnum):
    """How much held at a save: its dot's class in the page's style."""

    GOOD = "good"
    PART = "part"
    BAD = "bad"
    NONE = "none"  # it was not checked


@dataclass(frozen=True)
class Step:
    """A save as the replay shows it."""

    at: str
    """Time since the start, for people."""
    label: str
    """The exercise."""
    outcome: str
    """What its check found, in words."""
    kind: Kind
    x: float
    y: float
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Mark:
    """Something else on the timeline: a hint, a break, the end."""

    x: float
    y: float
    text: str


class Axis:
    """Maps times to x: idle stretches are compressed to `IDLE_SECONDS` each."""

    def __init__(self, start: float, moments: list[float], end: float) -> None:
        self._points = [(start, 0.0)]
        self.breaks: list[tuple[float, float]] = []
        for moment in sorted({m for m in moments if start < m < end} | {end}):
            before, drawn = self._points[-1]
            gap = moment - before
            if gap > IDLE_SECONDS:
                self.breaks.append((drawn + IDLE_SECONDS / 2, gap))
            self._points.append((moment, drawn + min(gap, IDLE_SECONDS)))
        self._whole = self._points[-1][1] or 1.0

    def x(self, at: float) -> float:
        """Where a time is drawn."""
        before = self._points[0]
        for point in self._points:
            if point[0] > at:
                break
            before = point
        return self._scaled(before[1] + min(max(0.0, at - before[0]), IDLE_SECONDS))

    def break_marks(self) -> list[tuple[float, float]]:
        """The middle of each compressed stretch, and its length in seconds."""
        return [(self._scaled(drawn), gap) for drawn, gap in self.breaks]

    def _scaled(self, drawn: float) -> float:
        return LEFT + (WIDTH - LEFT - 20) * min(1.0, drawn / self._whole)


def write(folder: Path) -> Path:
    """Write the page of the interview that lies in `folder`; where it stands."""
    page = as_page(session.load(folder))
    path = folder / FILE
    path.write_text(page, encoding="utf-8")
    return path


def as_page(found: Session) -> str:
    """The page of an interview, graded or not yet."""
    saves = [save for save in found.saves if found.counts(save)]
    moments = [s.at for s in saves] + [h.at for h in found.hints] + [n.at for n in found.notes]
    axis = Axis(found.opened.at, moments, found.end)
    rows = {task.number: TOP + i * ROW_HEIGHT for i, task in enumerate(found.tasks)}
    spent = times.spent(found, found.end)
    before = _before(found)
    return html.render(
        "interview.html.j2",
        session=found,
        clock=clock.shown,
        rows=rows,
        width=WIDTH,
        left=LEFT,
        height=TOP + len(rows) * ROW_HEIGHT + 30,
        steps=_steps(found, saves, axis, rows),
        hints=[Mark(axis.x(h.at), rows[h.exercise], f"hint {h.level}") for h in found.hints],
        breaks=[Mark(x, 14, f"{clock.shown(gap)} idle") for x, gap in axis.break_marks()],
        spent=spent,
        bugs=debugging.read(found.folder),
        first_pass={t.number: times.first_pass(found, t.number) for t in found.tasks},
        late=len(found.saves) - len(saves),
        ticks=_ticks(found, saves, axis),
        date=time.strftime("%Y-%m-%d %H:%M", time.localtime(found.opened.at)),
        form=presets.form(found.opened.form),
        confinement=_confinement(found),
        code={t.number: _code(found, t.number) for t in found.tasks},
        model=lambda asked: followups.model(asked, found.task(asked.exercise)),
        worth=[journal.worth(tested, found) for tested in found.tested],
        outside=outside.remarks(found),
        next_steps=nextsteps.lines(found),
        before=before,
        code_before={t.number: _code(before, t.number) for t in before.tasks} if before else {},
        first_pass_before={t.number: times.first_pass(before, t.number) for t in before.tasks}
        if before
        else {},
    )


def _ticks(found: Session, saves: list[Save], axis: Axis) -> list[Mark]:
    """Times on the axis: start, end, and of the saves those whose labels do not touch another."""
    ticks: list[Mark] = []
    last = axis.x(found.end)
    for at in sorted({found.opened.at, *(save.at for save in saves)}):
        x = axis.x(at)
        if (not ticks or x - ticks[-1].x >= TICK_WIDTH) and last - x >= TICK_WIDTH:
            ticks.append(Mark(x, 0, clock.shown(at - found.opened.at)))
    return [*ticks, Mark(last, 0, clock.shown(found.end - found.opened.at))]


def _code(found: Session, number: int) -> str:
    """The text of a module that counts, "" if it is the stub as it was."""
    final = found.final(number)
    return html.visible(final.text) if final else ""


def _before(found: Session) -> Session | None:
    """The graded interview of which this is the same set again, if it is still there."""
    if not found.opened.again:
        return None
    try:
        before = session.load(found.folder.parent / Path(found.opened.again).name)
    except GraderFault:
        return None
    same = [task.number for task in before.tasks] == [task.number for task in found.tasks]
    return before if before.graded and same else None


def _confinement(found: Session) -> str:
    """How firmly the code was held when it was judged, in words: the weakest of all."""
    held = [v.confinement for v in found.graded.verdicts if v.confinement] if found.graded else []
    if not held:
        return ""
    weakest = next(c for c in reversed(Confinement) if any(one.level is c for one in held))
    return HELD[weakest]


def _steps(found: Session, saves: list[Save], axis: Axis, rows: dict[int, float]) -> list[Step]:
    before = {task.number: task.stub for task in found.tasks}
    tasks = {task.number: task for task in found.tasks}
    steps = []
    for save in sorted(saves, key=lambda save: (save.at, save.number)):
        check = found.check_of(save)
        text = html.visible(save.text)
        steps.append(
            Step(
                at=clock.shown(save.at - found.opened.at),
                label=tasks[save.exercise].label,
                outcome=_outcome(check),
                kind=_kind(check),
                x=axis.x(save.at),
                y=rows[save.exercise],
                lines=_difference(before[save.exercise], text),
            )
        )
        before[save.exercise] = text
    return steps


def _outcome(check: Check | None) -> str:
    if check is None:
        return "not checked"
    if check.properties:
        return f"{check.held} of {len(check.properties)} properties hold"
    return html.visible(check.problem) or WORDS[check.status]


def _kind(check: Check | None) -> Kind:
    if check is None:
        return Kind.NONE
    if check.passed:
        return Kind.GOOD
    return Kind.PART if check.held else Kind.BAD


def _difference(old: str, new: str) -> tuple[Line, ...]:
    """The new text's lines, and those that are gone where they stood."""
    lines: list[Line] = []
    before, after = old.splitlines(), new.splitlines()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            lines += [Line("", text) for text in after[j1:j2]]
        else:
            lines += [Line("-", text) for text in before[i1:i2]]
            lines += [Line("+", text) for text in after[j1:j2]]
    return tuple(lines)
