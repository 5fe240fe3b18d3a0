"""`make today`: what is due, at most half an hour of it, each from a fresh stub and on a clock."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from grader import curriculum, outputs
from grader.curriculum import Exercise
from grader.outcome import Exit
from grader.practice import clock, reset, rounds, statement, watch
from grader.practice.history import Event, History, Past
from grader.practice.keys import keys
from grader.practice.rounds import Due
from grader.reports import markdown, terminal

VERSION = 1
EVENING = 30.0  # minutes that are offered; all that is due is in the JSON
SPOT_MINUTES = 3


def command(args: argparse.Namespace) -> int:
    """Say what is due; on a terminal begin it too."""
    if args.json is not None:
        outputs.check(args.json)
    history = History()
    past, at = history.past(), clock.now()
    listed = offered(past, at)
    if args.json is not None:
        outputs.write(args.json, as_json(listed, at))
    out = terminal.console()
    if args.json != "-":
        show(listed, past, out)
    interactive = args.json is None and out.is_terminal and sys.stdin.isatty()
    if interactive and listed:
        _begin(listed, history, out)
    return Exit.PASSED


def offered(past: dict[int, Past], at: float) -> list[Due]:
    """All that is due, what has waited longest first."""
    found = [
        rounds.due(exercise, past.get(exercise.number, Past()), at)
        for exercise in curriculum.track("all")
        if exercise.finale is None
    ]
    return sorted(
        (one for one in found if one is not None), key=lambda d: (d.since, d.exercise.number)
    )


def as_json(listed: Sequence[Due], at: float) -> str:
    """The contract's object."""
    content = {
        "version": VERSION,
        "now": clock.moment(at).isoformat(timespec="seconds"),
        "due": [
            {
                "number": one.exercise.number,
                "name": one.exercise.name,
                "since": one.since.isoformat(),
                "minutes": one.minutes,
                "why": one.why,
            }
            for one in listed
        ],
    }
    return json.dumps(content, indent=2) + "\n"


def evening(listed: Sequence[Due]) -> list[Due]:
    """As much of it, in order, as fits into an evening; the first in any case."""
    chosen: list[Due] = []
    for one in listed:
        if chosen and sum(d.minutes for d in chosen) + one.minutes > EVENING:
            break
        chosen.append(one)
    return chosen


def show(listed: Sequence[Due], past: dict[int, Past], out: Console) -> None:
    """What is due, what was missed in a hunt, and what comes new."""
    chosen = evening(listed)
    if chosen:
        minutes = sum(one.minutes for one in chosen)
        out.print(Text(f"Due today: {len(chosen)}, about {minutes:.0f} minutes", "bold"))
    else:
        out.print(Text("Nothing is due today.", "bold"))
    for one in chosen:
        head = f"  {one.exercise.label:<22} {one.minutes:>4.0f} min  "
        for line in Text(one.why, "dim").wrap(out, max(20, out.width - len(head))):
            line.rstrip()
            out.print(Text(head) + line, no_wrap=True)
            head = " " * len(head)
    later = len(listed) - len(chosen)
    if later:
        out.print(Text(f"  and {later} more, tomorrow", "dim"))
    for exercise in _missed(past):
        seconds = f"make hunt N={exercise.number} BUGS=1"
        out.print(f"  spot it: {exercise.label}, {SPOT_MINUTES} min: {seconds}", highlight=False)
    new = _new(past)
    if new is not None:
        number = new.number
        out.print(f"\nNew: {new.label}, {new.title} (make watch N={number})", highlight=False)


def _missed(past: dict[int, Past]) -> list[Exercise]:
    """Where a planted bug was looked up, and none has been found since."""
    found = []
    for number, remembered in past.items():
        hunts = [kind for _, kind, _ in remembered.events if kind in (Event.MISSED, Event.FOUND)]
        if hunts and hunts[-1] is Event.MISSED:
            found.append(curriculum.exercise(number))
    return found


def _new(past: dict[int, Past]) -> Exercise | None:
    """The first exercise that was never checked: to read a hint is not to try."""
    exercises = (e for e in curriculum.track("all") if e.finale is None)
    return next((e for e in exercises if not past.get(e.number, Past()).checks), None)


def _begin(listed: Sequence[Due], history: History, out: Console) -> None:
    """Offer one exercise after the other: Enter begins it, s skips it, q ends the evening."""
    for one in evening(listed):
        exercise = one.exercise
        out.print(
            f"\n{exercise.label}: Enter begins with a fresh stub (yours is kept), s skips, q ends",
            highlight=False,
        )
        try:
            with keys() as pressed:
                key = ""
                while key not in ("\n", "\r", "s", "q"):
                    key = pressed.wait(1.0)
        except (KeyboardInterrupt, EOFError):
            return
        if key == "q":
            return
        if key == "s":
            continue
        kept = reset.reset(exercise, history)
        if kept is not None:
            out.print(f"your module is kept as {kept}", highlight=False)
        markdown.show(statement.bare(exercise), out)
        out.print(f"\nThe clock runs: {one.minutes:.0f} minutes last time. q goes on.")
        watch.Session(exercise, history, None).until_quit()
