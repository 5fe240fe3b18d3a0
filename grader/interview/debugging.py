"""A debug interview: its modules begin with planted bugs, and its points are the bugs repaired.

Everything else is an interview like the others. What came of the bugs is left beside the record as
`bugs.json`, which the summary and the page read; `make today` brings back what was missed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from grader import codec, files
from grader.curriculum import Exercise
from grader.hunt import checking, making
from grader.hunt.checking import Report
from grader.hunt.making import Hunt
from grader.hunt.options import Options
from grader.hunt.planting import Seed
from grader.interview import clock, presets, room
from grader.interview.entries import Opened, Task
from grader.interview.findings import Score
from grader.interview.session import Session
from grader.reports.labels import counted

FILE = "bugs.json"
FILE_BYTES = 1 << 20


@dataclass(frozen=True)
class Bug:
    """A planted bug afterwards; `seconds` from the start to the save that repaired it for good."""

    exercise: str
    function: str
    about: str
    seconds: float | None


@dataclass(frozen=True)
class Bugs:
    """What came of all of them, and the functions that were right and are no longer."""

    bugs: tuple[Bug, ...]
    broken: tuple[str, ...]

    @property
    def repaired(self) -> int:
        """How many were repaired."""
        return sum(bug.seconds is not None for bug in self.bugs)


def modules(preset: presets.Preset, seed: int, out: Console) -> Mapping[Exercise, str]:
    """The modules that a debug interview begins with; none for another. It takes some seconds."""
    if not preset.hunt:
        return {}
    out.print("Planting the bugs; the clock starts afterwards ...")
    return _hunt(seed, preset).modules


def planted(opened: Opened, modules: Mapping[Exercise, str]) -> Opened:
    """The interview with these modules instead of stubs."""
    if not modules:
        return opened
    minutes = (opened.deadline - opened.at) / 60 / len(modules)
    tasks = tuple(Task(e.number, e.name, 1.0, minutes, text) for e, text in modules.items())
    return replace(opened, tasks=tasks, given=())


def _hunt(seed: int, preset: presets.Preset) -> Hunt:
    return making.make(Options(seed, preset.draw, track=preset.hunt))


def conclude(session: Session) -> Bugs | None:
    """Judge every bug, remember what was found and missed; None if this is not a hunt."""
    preset = presets.find(session.opened.preset)
    if preset is None or not preset.hunt:
        return None
    hunt = _hunt(session.opened.seed, preset)
    texts = {
        e: room.final_modules(session)[e.number].decode("utf-8", "replace") for e in hunt.modules
    }
    report = checking.judged(texts, hunt)
    checking.remember(report, reveal=True)
    found = Bugs(tuple(_bugs(session, report)), report.broken)
    files.write(session.folder / FILE, json.dumps(codec.plain(found), indent=2).encode())
    return found


def _bugs(session: Session, report: Report) -> list[Bug]:
    return [
        Bug(
            one.bug.exercise.label,
            one.bug.name,
            one.bug.about,
            _repaired_at(session, one.bug, report.hunt) if one.repaired else None,
        )
        for one in report.found
    ]


def _repaired_at(session: Session, bug: Seed, hunt: Hunt) -> float:
    """Seconds from the start to the earliest save from which on it was never wrong again."""
    saves = sorted(session.saves_of(bug.exercise.number), key=lambda save: (save.at, save.number))
    at = saves[-1].at
    for save in reversed(saves[:-1]):
        if not checking.is_right(bug.exercise, save.text, bug.name, hunt):
            break
        at = save.at
    return at - session.opened.at


def scores(session: Session, bugs: Bugs) -> tuple[Score, ...]:
    """A point for each bug repaired, hints taken off; what was broken is named beside them."""
    found = []
    for task in session.tasks:
        own = [bug for bug in bugs.bugs if bug.exercise == task.label]
        reached = float(sum(bug.seconds is not None for bug in own))
        hints = sum(hint.cost for hint in session.hints if hint.exercise == task.number)
        found.append(Score(task.number, reached, min(hints, reached), float(len(own))))
    return tuple(found)


def read(folder: Path) -> Bugs | None:
    """What `conclude` left in an interview's folder, if anything."""
    try:
        return codec.revive(Bugs, json.loads(files.read(folder, FILE, limit=FILE_BYTES).data))
    except (OSError, ValueError, TypeError, KeyError):
        return None


def show(session: Session, out: Console) -> None:
    """Each bug: when it was repaired or that it was missed, and its sentence."""
    found = read(session.folder)
    if found is None:
        return
    total = counted(len(found.bugs), "bug")
    out.print(Text(f" {found.repaired} of {total} repaired", "bold"))
    for bug in found.bugs:
        sign, style = ("✗", "red") if bug.seconds is None else ("✓", "green")
        when = "missed" if bug.seconds is None else f"after {clock.shown(bug.seconds)}"
        out.print(Text(f" {sign} {bug.exercise}, {bug.function}: {when}", style))
        for line in Text(bug.about, "dim").wrap(out, max(20, out.width - 5)):
            line.rstrip()
            out.print(Text("    ") + line, no_wrap=True)
    if found.broken:
        out.print(Text(f" ✗ right before, but no longer: {', '.join(found.broken)}", "red"))
    if found.repaired < len(found.bugs):
        out.print(Text(" make today asks for what was missed", "dim"))
    out.print()
