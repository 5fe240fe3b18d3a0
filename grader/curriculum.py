"""The exercises and tracks: read from `curriculum.toml` and the folders that it names."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from grader.outcome import UsageError

ROOT = Path(__file__).resolve().parent.parent
EXERCISES = ROOT / "exercises"
SOLUTIONS = ROOT / "solutions"


class UnknownExercise(UsageError):
    """No such exercise or track; the message is one line that says which there are."""


@dataclass(frozen=True)
class FinaleRules:
    """What a finale asks: accuracy lines in [0, 1] and a CPU budget in seconds.

    `network`: the layer sizes of what `build` makes, inputs first; empty where there is no `build`.
    """

    pass_line: float
    silver: float
    gold: float
    budget_s: float
    network: tuple[int, ...] = ()


@dataclass(frozen=True)
class Exercise:
    """One exercise: a folder `NN_name` that holds the module `name.py`."""

    number: int
    name: str
    track: str
    title: str
    points: float
    minutes: int
    in_place: Mapping[str, tuple[int, ...]] = field(default_factory=dict, hash=False)
    finale: FinaleRules | None = None

    @property
    def folder(self) -> str:
        """The folder's name: `04_cross_entropy`."""
        return f"{self.number:02d}_{self.name}"

    @property
    def label(self) -> str:
        """How people name it: `04 cross_entropy`."""
        return f"{self.number:02d} {self.name}"

    @property
    def module(self) -> Path:
        """Where a submission has its module: `04_cross_entropy/cross_entropy.py`."""
        return Path(self.folder, f"{self.name}.py")

    @property
    def stub(self) -> Path:
        """The candidate's file in this project."""
        return EXERCISES / self.module

    @property
    def tests(self) -> Path:
        """The properties of this exercise."""
        return EXERCISES / self.folder / f"test_{self.name}.py"

    @property
    def reference(self) -> Path:
        """The reference solution."""
        return SOLUTIONS / self.module


@dataclass(frozen=True)
class Track:
    """A sequence of exercises that ends in a training run."""

    name: str
    title: str
    exercises: tuple[Exercise, ...]


def _exercise(track: str, entry: Mapping[str, object]) -> Exercise:
    fields = dict(entry)
    number, _, name = str(fields.pop("folder")).partition("_")
    finale = fields.pop("finale", None)
    in_place = fields.pop("in_place", {})
    assert isinstance(in_place, dict)
    return Exercise(
        number=int(number),
        name=name,
        track=track,
        in_place={function: tuple(where) for function, where in in_place.items()},
        finale=_finale_rules(finale) if isinstance(finale, dict) else None,
        **fields,  # type: ignore[arg-type]
    )


def _finale_rules(entry: dict[str, Any]) -> FinaleRules:
    return FinaleRules(**{**entry, "network": tuple(entry.get("network", ()))})


@cache
def tracks() -> tuple[Track, ...]:
    """All tracks, in order."""
    text = (Path(__file__).parent / "curriculum.toml").read_text(encoding="utf-8")
    return tuple(
        Track(
            entry["name"],
            entry["title"],
            tuple(_exercise(entry["name"], e) for e in entry["exercise"]),
        )
        for entry in tomllib.loads(text)["track"]
    )


def track(name: str) -> tuple[Exercise, ...]:
    """The exercises of one track, or of every track for "all". Raises `UnknownExercise`."""
    if name == "all":
        return tuple(exercise for track in tracks() for exercise in track.exercises)
    for candidate in tracks():
        if candidate.name == name:
            return candidate.exercises
    known = ", ".join(t.name for t in tracks())
    raise UnknownExercise(f"There is no track {name[:40]!r}; the tracks are {known}, and all.")


def exercise(number: str | int) -> Exercise:
    """The exercise of that number ("4", "04" or 4). Raises `UnknownExercise`."""
    every = track("all")
    text = str(number).strip()
    span = f"choose one from {every[0].number} to {every[-1].number}, as in N=4."
    if not text:
        raise UnknownExercise(f"Which exercise? N is missing: {span}")
    if not (text.isascii() and text.isdigit()):
        raise UnknownExercise(f"{text[:40]!r} is not the number of an exercise: {span}")
    for candidate in every:
        if len(text) < 5 and candidate.number == int(text):
            return candidate
    raise UnknownExercise(f"There is no exercise {text[:12]}: {span}")


def by_module(name: str) -> Exercise | None:
    """The exercise whose module bears this name, if there is one."""
    return next((e for e in track("all") if e.name == name), None)
