"""The exercises and tracks: read from `exercises/tracks.toml` and each exercise's `exercise.toml`.

`exercise.toml` holds `title`, `points` (shared by the properties' weights) and `minutes` (what a
practised candidate takes); a table `in_place` with the functions that change arguments, each with
the positions of those arguments; and, for the training run at the end of a track, a table `finale`
(see `FinaleRules`, `NamesRules`). Tables `laws` and `laws_not_asked` declare shapes: see
`judging.laws.shapes`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
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
class NamesRules:
    """What the finale of names asks: a CPU budget in seconds, and a loss in nats per token.

    The loss is so far `below_pairs` that of a table of letter pairs on the same names. Reports show
    beside it how far below the reference is, and the best of its gallery.
    """

    budget_s: float
    below_pairs: float
    reference: float
    gallery: float


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
    finale: FinaleRules | NamesRules | None = None

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

    @property
    def walkthrough(self) -> Path:
        """Why the reference is as it is."""
        return SOLUTIONS / self.folder / "WALKTHROUGH.md"

    @property
    def mistakes(self) -> Path:
        """The catalogue of mistakes."""
        return SOLUTIONS / self.folder / "mistakes.py"

    @property
    def held_out_mistakes(self) -> Path:
        """Mistakes that the tests must refuse and the diagnosis knows nothing of."""
        return SOLUTIONS / self.folder / "held_out_mistakes.py"

    @property
    def variants(self) -> Path:
        """The folder of right modules in other people's ways."""
        return SOLUTIONS / self.folder / "variants"

    @property
    def earlier(self) -> tuple[Exercise, ...]:
        """The exercises before this one, of all tracks, in order."""
        every = track("all")
        return every[: every.index(self)]

    @property
    def next(self) -> Exercise | None:
        """The exercise after this one, None after the last."""
        every = track("all")
        return next(iter(every[every.index(self) + 1 :]), None)


@dataclass(frozen=True)
class Track:
    """A sequence of exercises that ends in a training run."""

    name: str
    title: str
    exercises: tuple[Exercise, ...]


def _exercise(track: str, folder: str) -> Exercise:
    fields = tomllib.loads((EXERCISES / folder / "exercise.toml").read_text(encoding="utf-8"))
    number, _, name = folder.partition("_")
    finale = fields.pop("finale", None)
    in_place = fields.pop("in_place", {})
    for laws in ("laws", "laws_not_asked", "laws_of_objects"):
        fields.pop(laws, None)  # read by grader.judging.laws.shapes
    return Exercise(
        number=int(number),
        name=name,
        track=track,
        in_place={function: tuple(where) for function, where in in_place.items()},
        finale=_finale_rules(finale) if finale else None,
        **fields,
    )


def _finale_rules(entry: dict[str, Any]) -> FinaleRules | NamesRules:
    if "below_pairs" in entry:
        return NamesRules(**entry)
    return FinaleRules(**{**entry, "network": tuple(entry.get("network", ()))})


@cache
def tracks() -> tuple[Track, ...]:
    """All tracks, in order."""
    text = (EXERCISES / "tracks.toml").read_text(encoding="utf-8")
    return tuple(
        Track(
            entry["name"],
            entry["title"],
            tuple(_exercise(entry["name"], folder) for folder in entry["exercises"]),
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


def only(numbers: str | None, exercises: Sequence[Exercise]) -> Sequence[Exercise]:
    """The exercises whose numbers are listed ("1,2,5"), in their order; without a list `exercises`.

    Raises `UsageError`.
    """
    if numbers is None:
        return exercises
    if not all(number.strip() for number in numbers.split(",")):
        raise UsageError(f"--only takes numbers of exercises, as 1,2,5, and not {numbers[:40]!r}.")
    wanted = {exercise(number) for number in numbers.split(",")}
    return [candidate for candidate in track("all") if candidate in wanted]


def by_module(name: str) -> Exercise | None:
    """The exercise whose module bears this name, if there is one."""
    return next((e for e in track("all") if e.name == name), None)
