"""An interview, running or finished: what is recorded of it, and how it is read back.

On disk an interview is a folder, `interviews/<date-time>/`:

    NN_name/name.py        the candidate's modules, untouched stubs at first
    NN_name/README.md      the statements
    session.jsonl          the record: one entry a line, `{"is": "Save", …}`; the first is `Opened`
    report.html            the page, once it has been graded

Lines are only ever added, each in one write that is synced to the disk, so nothing recorded is
lost by a crash; a line that a power cut tore is skipped. Whole sources are in the record: what is
in the modules' files later does not matter. All times are seconds since 1970 by the wall clock.
"""

from __future__ import annotations

import io
import json
import tokenize
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from grader.curriculum import Exercise, exercise
from grader.interview import codec
from grader.judging.verdicts import ExerciseVerdict, Status
from grader.outcome import GraderFault

VERSION = 1
FILE = "session.jsonl"


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
    """The grade that the evidence stands for, 1 … 4."""
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


@dataclass(frozen=True)
class Session:
    """An interview as its record tells it; every tuple is in the order of time."""

    folder: Path
    """Where it lies."""
    opened: Opened
    """Preset, seed, start, deadline, exercises."""
    saves: tuple[Save, ...] = ()
    """Every snapshot, those after the end included (see `counts`)."""
    checks: tuple[Check, ...] = ()
    """Every check that was done before the end."""
    hints: tuple[Hint, ...] = ()
    """The hints taken."""
    focuses: tuple[Focus, ...] = ()
    """When the candidate turned to which exercise on the screen."""
    notes: tuple[Note, ...] = ()
    """The examiner's notes."""
    resumed: tuple[Resumed, ...] = ()
    """Each time that it was taken up again."""
    ended: Ended | None = None
    """How and when it ended; None while it runs."""
    rated: Rated | None = None
    """The self-rating; None until the questions were asked."""
    graded: Graded | None = None
    """The grade; None until it is there."""

    @property
    def tasks(self) -> tuple[Task, ...]:
        """The exercises asked for."""
        return self.opened.tasks

    @property
    def examiner(self) -> bool:
        """Whether an examiner sits in and keeps notes."""
        return self.opened.examiner or any(resumed.examiner for resumed in self.resumed)

    @property
    def end(self) -> float:
        """When the working time ended, or will."""
        return self.ended.at if self.ended else self.opened.deadline

    @property
    def minutes(self) -> float:
        """The time that there was."""
        return (self.opened.deadline - self.opened.at) / 60

    def counts(self, save: Save) -> bool:
        """Whether a save was made in time."""
        return save.at <= self.end

    def saves_of(self, number: int) -> tuple[Save, ...]:
        """The saves of one exercise that were made in time."""
        return tuple(s for s in self.saves if s.exercise == number and self.counts(s))

    def final(self, number: int) -> Save | None:
        """The snapshot of one exercise that counts: the last one in time."""
        found = self.saves_of(number)
        return max(found, key=lambda save: (save.at, save.number)) if found else None

    def check_of(self, save: Save) -> Check | None:
        """The latest check of a save, if it was checked."""
        return next((c for c in reversed(self.checks) if c.save == save.number), None)

    def last_check(self, number: int) -> Check | None:
        """The latest check of an exercise."""
        return next((c for c in reversed(self.checks) if c.exercise == number), None)

    def with_entry(self, entry: Entry) -> Session:
        """This session and one entry more."""
        match entry:
            case Save():
                return replace(self, saves=(*self.saves, entry))
            case Check():
                return replace(self, checks=(*self.checks, entry))
            case Hint():
                return replace(self, hints=(*self.hints, entry))
            case Focus():
                return replace(self, focuses=(*self.focuses, entry))
            case Note():
                return replace(self, notes=(*self.notes, entry))
            case Resumed():
                return replace(self, resumed=(*self.resumed, entry))
            case Ended():
                return replace(self, ended=self.ended or entry)
            case Rated():
                return replace(self, rated=entry)
            case Graded():
                return replace(self, graded=entry)
            case Regraded():
                return replace(self, graded=_regraded(self.graded, entry))
            case Opened():
                return self


def _regraded(graded: Graded | None, change: Regraded) -> Graded | None:
    if graded is None:
        return None
    rubric = (replace(r, human=change.grade) if r.name == change.row else r for r in graded.rubric)
    return replace(graded, rubric=tuple(rubric))


def line(entry: Entry) -> bytes:
    """An entry as a line of the record, in ASCII."""
    content = {"is": type(entry).__name__, **codec.plain(entry)}
    return json.dumps(content, separators=(",", ":")).encode("ascii") + b"\n"


def load(folder: Path) -> Session:
    """The interview that lies in `folder`. Raises `GraderFault` if there is none to be read."""
    try:
        lines = (folder / FILE).read_bytes().split(b"\n")
    except OSError as error:
        raise GraderFault(f"{folder.name}: {FILE} cannot be read ({error.strerror}).") from None
    found = [entry for text in lines if text and (entry := _entry(text)) is not None]
    if not found or not isinstance(found[0], Opened):
        raise GraderFault(f"{folder.name}: {FILE} is not the record of an interview.")
    if found[0].version > VERSION:
        raise GraderFault(f"{folder.name} was written by a newer version of the project.")
    session = Session(folder, found[0])
    for entry in found[1:]:
        session = session.with_entry(entry)
    return session


def _entry(text: bytes) -> Entry | None:
    """The entry on a line, or None for a torn line or one of a kind that is not known here."""
    try:
        content = json.loads(text)
        kind = KINDS.get(content.pop("is"))
        return codec.revive(kind, content) if kind else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
