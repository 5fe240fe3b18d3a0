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
from grader.interview.findings import Check, Graded, Marked, Rated, Regraded, Run, Tested

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
    form: str = "open"
    """The form's name: how much a check shows."""
    name: str = ""
    """The candidate's name, if it was given."""
    again: str = ""
    """The folder's name of the earlier interview of which this is the same set, if it is."""


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
class Asked:
    """A follow-up question was asked."""

    at: float
    """When."""
    exercise: int
    """The exercise's number."""
    question: str
    """The question, as the walkthrough has it."""
    last: bool = False
    """Whether it is the one before the end."""


@dataclass(frozen=True)
class Answered:
    """An answer in the candidate's own words; the latest one to a question counts."""

    at: float
    """When."""
    exercise: int
    """The exercise's number."""
    question: str
    """The question."""
    text: str
    """The answer."""


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


Entry = (
    Opened
    | Save
    | Check
    | Run
    | Hint
    | Focus
    | Note
    | Asked
    | Answered
    | Resumed
    | Ended
    | Rated
    | Marked
    | Tested
    | Graded
    | Regraded
)
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
