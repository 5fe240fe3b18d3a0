"""`make` and `make status`: where the candidate is, and their times beside an interview's.

A preset's line adds up what its exercises took when they were last passed, beside the minutes that
the same exercises are given in the interview. It is a quotient of times and forecasts nothing.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from grader import curriculum
from grader.interview import presets
from grader.interview.presets import Preset
from grader.outcome import Exit
from grader.practice import rounds, status
from grader.practice.history import History, Past
from grader.practice.progress import standings
from grader.reports import terminal


@dataclass(frozen=True)
class Readiness:
    """Of a preset's exercises: how many have a time, and these times beside their targets."""

    preset: Preset
    timed: int
    asked: int
    took: float  # minutes, of the exercises that have a time
    given: float  # minutes that the interview gives to the same


def command(args: argparse.Namespace) -> int:
    """Print where the candidate is, exercise by exercise and preset by preset."""
    history, out = History(), terminal.console()
    every = standings(history)
    status.show(every, out)
    show({s.exercise.number: s.past for s in every}, out)
    out.print(status.next_step(every))
    return Exit.PASSED


def show(past: Mapping[int, Past], out: Console) -> None:
    """A line for each preset of which some exercise has a time; nothing if none has."""
    found = [readiness(preset, past) for preset in presets.every() if preset.exercises]
    listed = [one for one in found if one.timed and not one.preset.draw]
    if not listed:
        return
    out.print(Text("Your last times beside an interview's", "bold"))
    for one in listed:
        figures = f"{one.took:.0f} min where it gives {one.given:.0f}"
        share = f"{one.took / one.given:.0%}"
        timed = f"{one.timed} of {one.asked} timed"
        out.print(f"  {one.preset.name:<13}{share:>5}   {figures:<28}{timed}", highlight=False)
    out.print()


def readiness(preset: Preset, past: Mapping[int, Past]) -> Readiness:
    """The figures of one preset; a finale is a training run and has no time."""
    asked = [curriculum.exercise(number) for number in preset.exercises]
    whole = sum(exercise.minutes for exercise in asked)
    exercises = [exercise for exercise in asked if exercise.finale is None]
    took, given, timed = 0.0, 0.0, 0
    for exercise in exercises:
        seconds = rounds.times(exercise, past.get(exercise.number, Past()))
        if seconds:
            timed += 1
            took += seconds[-1] / 60
            given += preset.minutes * exercise.minutes / whole
    return Readiness(preset, timed, len(exercises), took, given)
