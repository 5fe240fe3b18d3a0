"""What practice has left behind: times to pass, mistakes made once or again, bugs found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from rich.console import Console
from rich.text import Text

from grader import curriculum
from grader.curriculum import Exercise
from grader.practice import clock, rounds
from grader.practice.history import Event, Past
from grader.reports.labels import counted

TIMES = 6  # the latest ones that are shown of an exercise in the terminal


@dataclass(frozen=True)
class Slip:
    """A mistake that was named: its sentence, in how many checks, when last, and what followed."""

    sentence: str
    checks: int
    last: datetime
    again: bool  # it came back after a pass in between
    over: bool  # a pass followed the last time


@dataclass(frozen=True)
class Practised:
    """One exercise that was worked on: seconds to pass of each round, and its mistakes."""

    exercise: Exercise
    times: tuple[float, ...]
    slips: tuple[Slip, ...]
    checks: int
    hints: int
    found: int  # bugs planted in it that were repaired
    missed: int  # and those that were looked up


def practised(past: Mapping[int, Past]) -> Iterator[Practised]:
    """The exercises of which anything is remembered, in the curriculum's order."""
    for exercise in curriculum.track("all"):
        mine = past.get(exercise.number)
        if mine is not None:
            kinds = [kind for _, kind, _ in mine.events]
            yield Practised(
                exercise,
                tuple(rounds.times(exercise, mine)),
                tuple(_slips(mine)),
                len(mine.checks),
                mine.hints,
                kinds.count(Event.FOUND),
                kinds.count(Event.MISSED),
            )


def _slips(past: Past) -> Iterator[Slip]:
    passes = [check.at for check in past.checks if check.passed]
    moments: dict[str, list[float]] = {}
    for check in past.checks:
        if check.diagnosis:
            moments.setdefault(check.diagnosis, []).append(check.at)
    for diagnosis, at in moments.items():
        yield Slip(
            diagnosis.splitlines()[0],
            len(at),
            clock.moment(at[-1]),
            any(at[0] < passed < at[-1] for passed in passes),
            any(passed > at[-1] for passed in passes),
        )


def show(past: Mapping[int, Past], out: Console) -> None:
    """A line for each exercise of which there is something to say, and the hunts."""
    every = list(practised(past))
    lines = []
    for one in every:
        words = [" → ".join(duration(seconds) for seconds in one.times[-TIMES:])]
        words = [word for word in words if word] + _mistakes(one.slips)
        if words:
            lines.append(f"  {one.exercise.label:<22}{', '.join(words)}")
    if lines:
        out.print(Text("Practice: times to pass, and mistakes that were named", "bold"))
        for line in lines:
            out.print(line, highlight=False, no_wrap=True, overflow="ellipsis")
        out.print()
    found, missed = sum(one.found for one in every), sum(one.missed for one in every)
    if found or missed:
        out.print(f"Hunts: {counted(found, 'bug')} found, {missed} looked up or missed\n")


def _mistakes(slips: tuple[Slip, ...]) -> list[str]:
    """How many mistakes were named, and how many of them came back after a pass in between."""
    if not slips:
        return []
    again = sum(slip.again for slip in slips)
    made = counted(len(slips), "mistake")
    return [f"{made}, {again} made again" if again else f"{made}, not made again"]


def duration(seconds: float) -> str:
    """A time for people: 45 s, 12 min, 1 h 05."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"
