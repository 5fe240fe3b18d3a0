"""The entries of an interview's record: what can happen in one, and each as a line of JSON.

All times are seconds since 1970 by the wall clock.
"""

from __future__ import annotations

import io
import json
import tokenize
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from grader import codec
from grader.curriculum import Exercise, exercise
from grader.judging.verdicts import ExerciseVerdict, Status

VERSION = 1


class Ending(StrEnum):
    """How an interview ended."""

    SUBMITTED = "submitted"
    """The candidate ended it."""
    DEADLINE = "deadline"
    """Time was up."""


@dataclass(frozen=True)
class Task:
    """One exercise of an interview."""

    number: int
    """The exercise's number in the curriculum."""
    name: str
    """Its module's name: "softmax"."""
    points: float
    """What it gives at most, without hints."""
    minutes: float
    """The target time: its share of the interview's minutes."""
    stub: str
    """The text that its module began with."""

    @property
    def exercise(self) -> Exercise:
        """The curriculum's entry: title, folder, finale."""
        return exercise(self.number)

    @property
    def label(self) -> str:
        """How people name it: "03 softmax"."""
        return f"{self.number:02d} {self.name}"


@dataclass(frozen=True)
class Opened:
    """The first entry: what the interview is. Nothing of it changes later."""

    at: float
    """When it began."""
    deadline: float
    """When it ends; stored once, and all clocks show deadline − now."""
    preset: str
    """The preset's name: "phone"."""
    title: str
    """The preset's title, for people."""
    seed: int
    """The seed of every random choice: exercises drawn, inputs of the properties, digits."""
    tasks: tuple[Task, ...]
    """The exercises asked for, by number."""
    given: tuple[int, ...] = ()
    """Numbers of the earlier exercises that the reference serves."""
    examiner: bool = False
    """Whether an examiner sits in and keeps notes."""
    version: int = VERSION
    """The form of the record."""
    boot: str = ""
    """Which run of the machine it began in, and"""
    ticks: float = 0.0
    """what the machine had counted then: see `clock.now`."""


@dataclass(frozen=True)
class Save:
    """A snapshot of one module, taken because its file was saved with another content."""

    at: float
    """When it was saved: the file's own time where that is sane, else `seen`."""
    seen: float
    """When the interview read it."""
    number: int
    """1 for the first save of the interview, and so on."""
    exercise: int
    """The exercise's number."""
    source: str
    """The file's bytes, decoded as UTF-8 with "surrogateescape": nothing is lost."""

    @property
    def data(self) -> bytes:
        """The file's bytes as they were."""
        return self.source.encode("utf-8", "surrogateescape")

    @property
    def text(self) -> str:
        """The source for people: decoded as Python would, what cannot be is replaced."""
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(self.data).readline)
        except SyntaxError:
            encoding = "utf-8"
        return io.TextIOWrapper(io.BytesIO(self.data), encoding, errors="replace").read()


@dataclass(frozen=True)
class Property:
    """How one property stood in a check; the inputs that failed are not kept."""

    name: str
    """Its test's name."""
    sentence: str
    """What it says of the function."""
    status: Status
    """Its outcome."""


@dataclass(frozen=True)
class Check:
    """A check of a save in the background."""

    at: float
    """When it was done."""
    save: int
    """The `Save.number` that was checked."""
    exercise: int
    """The exercise's number."""
    asked: bool
    """Whether the candidate asked for it; else it came with the save."""
    status: Status
    """The outcome for the exercise."""
    score: float
    """Points by the weights of the properties that hold, hints not counted."""
    properties: tuple[Property, ...] = ()
    """Each property in order; empty if the module was not attempted or could not be read."""
    problem: str = ""
    """Why the module could not be run at all (a syntax error, say), in one line; mostly empty."""
    seconds: float = 0.0
    """How long it took."""

    @property
    def held(self) -> int:
        """How many properties held."""
        return sum(p.status is Status.PASSED for p in self.properties)

    @property
    def passed(self) -> bool:
        """Whether all of them held."""
        return self.status is Status.PASSED

    @property
    def first_failure(self) -> str:
        """The sentence of the first property that did not hold, or ""."""
        return next((p.sentence for p in self.properties if p.status.is_failure), "")


@dataclass(frozen=True)
class Hint:
    """A hint that was taken."""

    at: float
    """When."""
    exercise: int
    """The exercise's number."""
    level: int
    """1 (a question), 2 (a direction) or 3 (the key line)."""
    cost: float
    """Points that it costs."""


@dataclass(frozen=True)
class Focus:
    """The candidate turned to another exercise on the screen."""

    at: float
    """When."""
    exercise: int
    """The exercise's number."""


@dataclass(frozen=True)
class Note:
    """A private note of the examiner, shown in the report only."""

    at: float
    """When it was begun."""
    text: str
    """One line."""


@dataclass(frozen=True)
class Resumed:
    """The interview was resumed after it was left, or after a crash; the clock had run on."""

    at: float
    """When."""
    gone: float
    """When it was last known to run."""
    examiner: bool = False
    """Whether an examiner sits in from now on."""


@dataclass(frozen=True)
class Ended:
    """The end of the working time."""

    at: float
    """When: never later than the deadline."""
    how: Ending
    """By the candidate or by the clock."""


@dataclass(frozen=True)
class Rated:
    """What the candidate thought before seeing the grade: 1 … 4, None where left blank."""

    at: float
    """When."""
    correctness: int | None = None
    """1: little works … 4: all of it does."""
    understanding: int | None = None
    """1: guessed … 4: could explain every line."""
    pace: int | None = None
    """1: far too slow … 4: with time to spare."""


@dataclass(frozen=True)
class Row:
    """One row of the rubric: a quality, graded 1 … 4 by the machine."""

    name: str
    """"correctness", "understanding", "pace" or "method"."""
    question: str
    """What the row asks."""
    anchors: tuple[str, ...]
    """Four sentences: what grade 1, 2, 3 and 4 look like."""
    evidence: tuple[str, ...]
    """Sentences with what was measured."""
    machine: int
    """The grade that the evidence stands for, 1 … 4; 0: not judged."""
    human: int | None = None
    """The grade that a human gave instead, if one did."""

    @property
    def grade(self) -> int:
        """The grade in force."""
        return self.machine if self.human is None else self.human


@dataclass(frozen=True)
class Regraded:
    """A human changed a grade of the rubric."""

    at: float
    """When."""
    row: str
    """The row's name."""
    grade: int | None
    """1 … 4, or None to leave it to the machine again."""


@dataclass(frozen=True)
class Score:
    """The points of one exercise."""

    exercise: int
    """Its number."""
    reached: float
    """By the weights of the properties that hold at the end."""
    hints: float
    """Taken off for hints, never more than `reached`."""
    maximum: float
    """What it could give."""

    @property
    def points(self) -> float:
        """What counts."""
        return self.reached - self.hints


@dataclass(frozen=True)
class Graded:
    """The truth: the final snapshots, judged in full."""

    at: float
    """When."""
    verdicts: tuple[ExerciseVerdict, ...]
    """One for each task in order, with failures, diagnosis and (for a finale) its run."""
    scores: tuple[Score, ...]
    """One for each task in order."""
    rubric: tuple[Row, ...]
    """The four rows."""

    @property
    def points(self) -> float:
        """Points reached, hints taken off."""
        return sum(score.points for score in self.scores)

    @property
    def maximum(self) -> float:
        """Points there were to reach."""
        return sum(score.maximum for score in self.scores)

    @property
    def share(self) -> float:
        """Points reached of those there were, in [0, 1]."""
        return self.points / self.maximum if self.maximum else 0.0

    @property
    def passed(self) -> int:
        """How many exercises pass."""
        return sum(verdict.passed for verdict in self.verdicts)


Entry = Opened | Save | Check | Hint | Focus | Note | Resumed | Ended | Rated | Graded | Regraded
KINDS: dict[str, Any] = {kind.__name__: kind for kind in Entry.__args__}


def line(entry: Entry) -> bytes:
    """An entry as a line of the record, in ASCII."""
    content = {"is": type(entry).__name__, **codec.plain(entry)}
    return json.dumps(content, separators=(",", ":")).encode("ascii") + b"\n"


def parse(text: bytes) -> Entry | None:
    """The entry on a line, or None for a torn line or one of a kind that is not known here."""
    try:
        content = json.loads(text)
        kind = KINDS.get(content.pop("is"))
        return codec.revive(kind, content) if kind else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
