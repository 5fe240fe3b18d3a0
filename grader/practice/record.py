"""What practice has left behind: times to pass, mistakes made once or again, bugs found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.text import Text

from grader import curriculum
from grader.practice import rounds
from grader.practice.history import Event, Past
from grader.reports.labels import counted

TIMES = 6  # the latest ones that are shown of an exercise


def show(past: Mapping[int, Past], out: Console) -> None:
    """A line for each exercise of which there is something to say, and the hunts."""
    lines = []
    for exercise in curriculum.track("all"):
        mine = past.get(exercise.number, Past())
        times = rounds.times(exercise, mine)[-TIMES:]
        words = [" → ".join(_duration(seconds) for seconds in times)] if times else []
        words += _mistakes(mine)
        if words:
            lines.append(f"  {exercise.label:<22}{', '.join(words)}")
    if lines:
        out.print(Text("Practice: times to pass, and mistakes that were named", "bold"))
        for line in lines:
            out.print(line, highlight=False, no_wrap=True, overflow="ellipsis")
        out.print()
    kinds = Counter(kind for mine in past.values() for _, kind, _ in mine.events)
    found, missed = kinds[Event.FOUND], kinds[Event.MISSED]
    if found or missed:
        out.print(f"Hunts: {counted(found, 'bug')} found, {missed} looked up or missed\n")


def _mistakes(past: Past) -> list[str]:
    """How many mistakes were named, and how many of them came back after a pass in between."""
    passes = [check.at for check in past.checks if check.passed]
    moments: dict[str, list[float]] = {}
    for check in past.checks:
        if check.diagnosis:
            moments.setdefault(check.diagnosis, []).append(check.at)
    if not moments:
        return []
    again = sum(any(at[0] < p < at[-1] for p in passes) for at in moments.values())
    made = counted(len(moments), "mistake")
    return [f"{made}, {again} made again" if again else f"{made}, not made again"]


def _duration(seconds: float) -> str:
    """A time for people: 45 s, 12 min, 1 h 05."""
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"
