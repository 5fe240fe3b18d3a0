"""The presets: which exercises an interview asks for, in which time."""

from __future__ import annotations

import math
import random
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from grader import curriculum, stubs
from grader.interview.entries import Opened, Task
from grader.outcome import UsageError

SHORTEST, LONGEST = 0.05, 600.0  # minutes


@dataclass(frozen=True)
class Preset:
    """A kind of interview; with `draw`, that many of its exercises are drawn by a seed.

    With `hunt`, a track's name, its modules begin right but for `draw` planted bugs.
    """

    name: str
    title: str
    minutes: float
    exercises: tuple[int, ...] = ()
    draw: int = 0
    least: float = 0.0
    most: float = 0.0
    hunt: str = ""

    def numbers(self, seed: int) -> tuple[int, ...]:
        """The numbers of the exercises that it asks for under this seed, in order."""
        if self.hunt:
            return tuple(e.number for e in curriculum.track(self.hunt) if e.finale is None)
        if not self.draw:
            return self.exercises
        rng = random.Random(f"interview {seed}")
        while True:
            drawn = tuple(sorted(rng.sample(self.exercises, self.draw)))
            if self.least <= sum(curriculum.exercise(n).minutes for n in drawn) <= self.most:
                return drawn


@dataclass(frozen=True)
class Form:
    """How much a check shows while an interview runs."""

    name: str
    title: str
    shows: str

    @property
    def is_blind(self) -> bool:
        """Whether the properties stay hidden until the end."""
        return self.shows == "own"


@cache
def _file() -> dict[str, list[dict[str, Any]]]:
    return tomllib.loads(Path(__file__).with_name("presets.toml").read_text(encoding="utf-8"))


@cache
def every() -> tuple[Preset, ...]:
    """All presets, in the order of the file."""
    entries = _file()["preset"]
    return tuple(Preset(**{**e, "exercises": tuple(e.get("exercises", ()))}) for e in entries)


@cache
def forms() -> tuple[Form, ...]:
    """All forms, in the order of the file."""
    return tuple(Form(**entry) for entry in _file()["form"])


def form(name: str | None) -> Form:
    """The form of that name, the first one without a name. Raises `UsageError`."""
    wanted = (name or "").strip() or forms()[0].name
    found = next((form for form in forms() if form.name == wanted), None)
    if found is None:
        known = ", ".join(form.name for form in forms())
        raise UsageError(f"There is no form {wanted[:40]!r}: FORM is one of {known}.")
    return found


def find(name: str) -> Preset | None:
    """The preset of that name, if there is one."""
    return next((preset for preset in every() if preset.name == name.strip()), None)


def get(name: str) -> Preset:
    """The preset of that name. Raises `UsageError`."""
    preset = find(name)
    if preset is not None:
        return preset
    known = ", ".join(preset.name for preset in every())
    raise UsageError(f"There is no preset {name[:40]!r}: PRESET is one of {known}.")


def minutes(text: str | None, preset: Preset) -> float:
    """How long an interview lasts: as `text` says, else as the preset does. Raises `UsageError`."""
    if text is None or not text.strip():
        return preset.minutes
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not SHORTEST <= value <= LONGEST:
        span = f"from {SHORTEST:g} to {LONGEST:g}"
        raise UsageError(
            f"{text[:40]!r} is not a time: MINUTES is a number {span}, as in MINUTES=40."
        )
    return value


def plan(preset: Preset, lasting: float, seed: int, *, now: float, examiner: bool) -> Opened:
    """The interview that begins now and lasts so many minutes."""
    asked = [curriculum.exercise(number) for number in preset.numbers(seed)]
    whole = sum(exercise.minutes for exercise in asked)
    tasks = tuple(
        Task(e.number, e.name, e.points, lasting * e.minutes / whole, stubs.of(e)) for e in asked
    )
    given = tuple(
        e.number
        for e in curriculum.track("all")
        if e.number < asked[-1].number and e not in asked and e.finale is None
    )
    deadline = now + lasting * 60
    return Opened(now, deadline, preset.name, preset.title, seed, tasks, given, examiner)
