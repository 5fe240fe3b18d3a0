"""Says of each planted bug whether it is repaired, and which right functions no longer are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader import submission
from grader.curriculum import Exercise
from grader.hunt import grafts, making
from grader.hunt.making import Hunt
from grader.hunt.planting import Seed
from grader.judging.verdicts import Status
from grader.practice.history import Event, History


@dataclass(frozen=True)
class Found:
    """One bug, and whether it is repaired."""

    bug: Seed
    repaired: bool


@dataclass(frozen=True)
class Report:
    """How a hunt stands: its bugs in the order of the exercises, and what was broken."""

    hunt: Hunt
    found: tuple[Found, ...]
    broken: tuple[str, ...]

    @property
    def done(self) -> bool:
        """Whether every bug is repaired and nothing is broken."""
        return all(one.repaired for one in self.found) and not self.broken


def check(folder: Path, hunt: Hunt) -> Report:
    """How the hunt in this folder stands."""
    return judged({e: submission.read(folder, e).text for e in hunt.modules}, hunt)


def judged(texts: Mapping[Exercise, str], hunt: Hunt) -> Report:
    """How a hunt stands whose modules read like this now."""
    found: list[Found] = []
    broken: list[str] = []
    for exercise, planted in hunt.modules.items():
        bugs = hunt.planted(exercise)
        text = texts[exercise]
        if text == planted:
            found += [Found(bug, repaired=False) for bug in bugs]
        else:
            here = [Found(bug, is_right(exercise, text, bug.name, hunt)) for bug in bugs]
            gone = _broken(exercise, text, {bug.name for bug in bugs}, hunt)
            if all(one.repaired for one in here) and not gone and not _stands(exercise, text, hunt):
                here = [Found(bug, repaired=False) for bug in bugs]
            found += here
            broken += gone
    return Report(hunt, tuple(found), tuple(broken))


def is_right(exercise: Exercise, text: str, name: str, hunt: Hunt) -> bool:
    """Whether one function is right, whatever became of the others."""
    others = making.public_names(exercise) - {name}
    return making.alone(exercise, text, others, hunt.options.seed) is Status.PASSED


def _stands(exercise: Exercise, text: str, hunt: Hunt) -> bool:
    """Whether the module is right by itself: what lies beside it otherwise might answer for it."""
    return making.alone(exercise, text, (), hunt.options.seed) is Status.PASSED


def _broken(exercise: Exercise, text: str, planted: set[str], hunt: Hunt) -> list[str]:
    """The functions that were right and are not any more; none where they do not come apart."""
    if not grafts.come_apart(exercise):
        return []
    if making.alone(exercise, text, planted, hunt.options.seed) is Status.PASSED:
        return []
    right = sorted(making.public_names(exercise) - planted)
    named = [name for name in right if not is_right(exercise, text, name, hunt)]
    return named or [exercise.name]


def remember(report: Report, *, reveal: bool) -> None:
    """Put what was found, and what was looked up or missed, into the history for `make today`."""
    history = History()
    for one in report.found:
        if one.repaired or reveal:
            kind = Event.FOUND if one.repaired else Event.MISSED
            detail = f"{report.hunt.options.seed} {one.bug.label}"
            if (kind, detail) not in {(k, d) for _, k, d in history.of(one.bug.exercise).events}:
                history.add_event(one.bug.exercise, kind, detail)
