"""Verdicts: what a judgement found, as frozen values that reports turn into text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from grader.sandbox.confinement import Confined


class Status(StrEnum):
    """The outcome of a property (never `NOT_ATTEMPTED`) or of an exercise (never `SKIPPED`)."""

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    TIMEOUT = "timeout"
    SKIPPED = "skipped"
    NOT_ATTEMPTED = "not_attempted"

    @property
    def is_failure(self) -> bool:
        """Whether something was tried and did not hold."""
        return self in (Status.FAILED, Status.ERROR, Status.TIMEOUT)


class Medal(StrEnum):
    """What a finale earns by its accuracy."""

    NONE = ""
    PASS = "pass"
    SILVER = "silver"
    GOLD = "gold"


@dataclass(frozen=True)
class Failure:
    """Why a property does not hold, in the pieces of a message.

    `call` is text that can be pasted into Python; `returned` starts with its verb ("returned
    [[1.0]]", "raised ValueError: …"); `why` is a sentence or empty; `prints` is what the submission
    printed during the failing example.
    """

    call: str
    returned: str
    expected: str
    why: str = ""
    prints: str = ""

    def message(self) -> str:
        """All of it as one text, a piece a line."""
        lines = [f"{self.call} {self.returned}".strip()]
        lines += [f"expected {self.expected}"] if self.expected else []
        lines += [self.why] if self.why else []
        lines += [f"printed: {self.prints}"] if self.prints else []
        return "\n".join(lines)


@dataclass(frozen=True)
class PropertyVerdict:
    """One property: its test's name, its sentence, its weight, its outcome."""

    name: str
    sentence: str
    status: Status
    weight: float = 1.0
    failure: Failure | None = None
    seconds: float = 0.0
    steps: str = ""  # what each line of the module gave in the call that failed


@dataclass(frozen=True)
class Explanation:
    """What is known of the cause of a failure; `told` are the sentences that a message says too."""

    sentences: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class FinaleVerdict:
    """What a finale measured: accuracy in [0, 1], CPU seconds, and what it was judged by.

    `note` is for people, beside the verdict: it changes no points.
    """

    accuracy: float | None
    pass_line: float
    silver: float
    gold: float
    budget_s: float
    data: str
    confusion: tuple[tuple[int, ...], ...] = ()
    misread: tuple[Misread, ...] = ()
    losses: tuple[float, ...] = ()
    note: str = ""
    rows: int | None = None  # to learn from in a run for practice, which does not count
    names: NamesFound | None = None  # in the finale of names, where a loss takes accuracy's place

    @property
    def result(self) -> str:
        """The accuracy or the loss in a word or two, "" if there is none."""
        if self.names is not None and self.names.loss is not None:
            return f"{self.names.loss:.3f} nats"
        return "" if self.accuracy is None else f"{self.accuracy:.1%}"

    @property
    def medal(self) -> Medal:
        """The best that the accuracy reaches."""
        if self.names is not None:
            return Medal.PASS if self.names.reaches(self.pass_line) else Medal.NONE
        if self.accuracy is None or self.accuracy < self.pass_line:
            return Medal.NONE
        if self.accuracy >= self.gold:
            return Medal.GOLD
        return Medal.SILVER if self.accuracy >= self.silver else Medal.PASS


@dataclass(frozen=True)
class NamesFound:
    """What a GPT makes of names: losses in nats per predicted token, on names never seen.

    `pairs` is that of the table of letter pairs on the same names, `reference` what the reference
    comes to, `gallery` the best of its gallery. `curve` has the losses that were printed, each
    after its CPU seconds. `attention` is a row for the boundary before `read` and for each of its
    letters: what the head that `head` names saw of those up to it. `made_up` are names not in the
    list, `known` is how many of `drawn` made-up ones are.
    """

    loss: float | None
    pairs: float
    reference: float
    gallery: float
    curve: tuple[tuple[float, ...], ...] = ()
    read: str = ""
    head: str = ""
    attention: tuple[tuple[float, ...], ...] = ()
    made_up: tuple[str, ...] = ()
    drawn: int = 0
    known: int = 0

    def reaches(self, pass_line: float) -> bool:
        """Whether there is a loss, at or below the line."""
        return self.loss is not None and self.loss <= pass_line


@dataclass(frozen=True)
class Misread:
    """A test image that was read wrongly: 784 grey bytes, what it is and what was answered."""

    image: bytes
    label: int
    answer: int


@dataclass(frozen=True)
class ExerciseVerdict:
    """One exercise of a submission, judged."""

    number: int
    name: str
    status: Status
    score: float
    max_score: float
    cpu_s: float = 0.0
    wall_s: float = 0.0
    properties: tuple[PropertyVerdict, ...] = ()
    diagnosis: str | None = None
    told: tuple[str, ...] = ()
    problem: str = ""
    stand_ins: tuple[str, ...] = ()
    confinement: Confined | None = None
    finale: FinaleVerdict | None = None

    @property
    def remark(self) -> str:
        """What the diagnosis says beyond the messages of the properties, a sentence a line."""
        return "\n".join(s for s in (self.diagnosis or "").split("\n") if s not in self.told)

    @property
    def passed(self) -> bool:
        """Whether every property holds."""
        return self.status is Status.PASSED

    @property
    def first_failure(self) -> PropertyVerdict | None:
        """The first property that does not hold, if there is one."""
        return next((p for p in self.properties if p.status.is_failure), None)

    @property
    def held(self) -> int:
        """How many properties hold."""
        return sum(p.status is Status.PASSED for p in self.properties)


@dataclass(frozen=True)
class Verdict:
    """A whole submission, judged under one seed."""

    submission: str
    seed: int
    exercises: tuple[ExerciseVerdict, ...]
    code: Mapping[int, str] = field(default_factory=dict)  # what was judged; only a page shows it

    @property
    def score(self) -> float:
        """Points reached."""
        return sum(e.score for e in self.exercises)

    @property
    def max_score(self) -> float:
        """Points there were to reach."""
        return sum(e.max_score for e in self.exercises)

    @property
    def passed(self) -> bool:
        """Whether everything that was asked for passed, and something was."""
        return bool(self.exercises) and all(e.passed for e in self.exercises)
