"""What is found out about an interview's code: checks and runs of it, and grades at the end."""

from __future__ import annotations

from dataclasses import dataclass

from grader.judging.verdicts import ExerciseVerdict, Status


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
    raised: str = ""
    """The exception of the candidate's code that failed the first property, and its line."""
    prints: str = ""
    """What the code printed then, escaped and cut."""

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
class Run:
    """A run of the candidate's own file, or of their own tests beside it, as their own process."""

    at: float
    """When it was done."""
    exercise: int
    """The exercise's number."""
    asked: bool
    """Whether the candidate asked for it; else it came with a save."""
    tests: int | None
    """How many tests of their own there are; None: the file itself was run."""
    passed: int
    """How many of them pass."""
    examples: int
    """How many lines of the statement's example can be run,"""
    held: int
    """and how many of these hold."""
    trouble: str = ""
    """The first exception: type, message, line; or that time was up. "" if nothing went wrong."""
    prints: str = ""
    """What was printed, escaped and cut."""

    @property
    def all_well(self) -> bool:
        """Whether own tests and the example hold, and there is at least one own test."""
        return bool(self.tests) and self.passed == self.tests and self.held == self.examples


@dataclass(frozen=True)
class Marked:
    """A mark for the answer to a follow-up question."""

    at: float
    """When."""
    exercise: int
    """The exercise's number."""
    question: str
    """The question."""
    mark: int
    """0: wrong, 1: partly or with help, 2: as the model answer has it."""
    by: str
    """"candidate" or "examiner"."""


@dataclass(frozen=True)
class Tested:
    """What the candidate's own tests of an exercise are worth: tried on right and wrong modules."""

    at: float
    """When."""
    exercise: int
    """The exercise's number."""
    tests: int
    """How many there are,"""
    right: int
    """and how many of these let the reference pass: only these are tried on the mistakes."""
    mistakes: int
    """How many mistakes the catalogue lists,"""
    missed: tuple[str, ...]
    """and those that no right test fails on, each in its own words."""

    @property
    def caught(self) -> int:
        """How many of the catalogue's mistakes some test fails on."""
        return self.mistakes - len(self.missed)


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
