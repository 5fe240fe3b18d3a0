"""The finale: the submission trains on real digits and reads others that it has never seen.

The guest gets 5,000 labelled images and later 1,000 others without labels; it has no file from
which to read one. Its budget is CPU time by the kernel's accounting, over import, fit and classify.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from itertools import pairwise

import pytest

from grader import digits
from grader.curriculum import Exercise, FinaleRules
from grader.digits import Dataset
from grader.judging import speed, text
from grader.judging.calls import Mismatch, raised_text, where
from grader.judging.verdicts import FinaleVerdict, Misread
from grader.sandbox.confinement import Confinement, Limits
from grader.sandbox.host import Guest, GuestLost, Loss, Sources
from grader.sandbox.wire import Answer, GuestObject, Pixels, Raised, Returned

TRAINING_IMAGES, TEST_IMAGES = 5_000, 1_000
MEMORY_BYTES = 2 << 30
# The kernel's own limit counts the ticks of its clock: 7 % more on a busy machine than the account
# that the budget is held against. It is for a guest that the host no longer watches.
BACKSTOP_PER_CPU = 1.5
WALL_PER_CPU = 4.0  # a busy machine may give a guest a quarter of a core
IDLE_SECONDS = 20.0  # without using any CPU: it sleeps or waits for something that never comes
MISREAD_SHOWN = 8


class Phase(Enum):
    """What a finale is doing."""

    STARTING = "starting"
    TRAINING = "training"
    READING = "reading"


@dataclass(frozen=True)
class Progress:
    """How far a finale has got: CPU seconds used, and what the submission printed since."""

    phase: Phase
    rules: FinaleRules
    data: str
    speed: float
    budget_s: float
    cpu_s: float
    prints: str = ""


@dataclass
class Finale:
    """A finale that has been run: what came of it, and the checks that its properties make."""

    rules: FinaleRules
    draw: Dataset
    speed: float
    budget_s: float
    cpu_s: float = 0.0
    answers: list[int] = field(default_factory=list)
    losses: list[float] = field(default_factory=list)
    shapes: list[list[int]] = field(default_factory=list)
    stopped: BaseException | None = None
    confinement: str = ""

    @property
    def accuracy(self) -> float | None:
        """The share of test images read rightly, in [0, 1]; None if there are no answers."""
        if not self.answers:
            return None
        right = sum(a == b for a, b in zip(self.answers, self.draw.test.labels, strict=True))
        return right / len(self.answers)

    # -- the checks of the properties: what was not reached refuses nothing -----------------------

    def builds_the_network(self) -> None:
        """`build` made the network that the curriculum asks for: 784–28–28–10."""
        if self.stopped is not None and not self.shapes:
            raise self.stopped
        wanted: list[list[int]] = []
        for fan_in, fan_out in pairwise(self.rules.network):
            wanted += [[fan_in, fan_out], [fan_out]]
        if self.shapes != wanted:
            raise Mismatch(
                f"built parameters of shapes {text.safe(repr(self.shapes))}", f"{wanted}"
            )

    def answers_digits(self) -> None:
        """`fit` and `classify` returned, and there is a digit for each test image."""
        if self.cpu_s > self.budget_s or (self.rules.network and not self.shapes):
            self._needs_answers()
        if self.stopped is not None:
            raise self.stopped

    def loss_falls(self) -> None:
        """The mean loss of the last third of the epochs is below half of the first third's."""
        self._needs_answers()
        third = max(1, len(self.losses) // 3)
        if len(self.losses) < 2:
            shown = text.value(self.losses)
            raise Mismatch(f"returned the losses {shown}", "those of two epochs at least")
        first = sum(self.losses[:third]) / third
        last = sum(self.losses[-third:]) / third
        if not last < first / 2:
            shown = ", ".join(f"{loss:.3f}" for loss in self.losses[:12])
            raise Mismatch(
                f"returned the losses {shown}",
                "the last third's mean below half of the first third's",
                "Is the gradient of every layer right, and the learning rate large enough?",
            )

    def stays_in_budget(self) -> None:
        """The CPU time of all of it is within the budget."""
        if self.cpu_s > self.budget_s:
            used = f"used {self.cpu_s:.1f} s of its {self.budget_s:.0f} s of CPU time"
            raise GuestLost(Loss.CPU, used)
        self._needs_answers()

    def reaches_pass_line(self) -> None:
        """The accuracy is at least the pass line."""
        self._needs_answers()
        accuracy, line = self.accuracy or 0.0, self.rules.pass_line
        if accuracy < line:
            raise Mismatch(f"read {accuracy:.1%}", f"at least {line:.0%}", _advice(accuracy))

    def _needs_answers(self) -> None:
        if self.stopped is not None:
            pytest.skip("the run ended before its answers")

    def verdict(self) -> FinaleVerdict:
        """What reports show of it."""
        confusion = [[0] * 10 for _ in range(10)]
        misread: list[Misread] = []
        test = self.draw.test
        for image, label, answer in zip(test.images, test.labels, self.answers, strict=False):
            confusion[label][answer] += 1
            if answer != label and len(misread) < MISREAD_SHOWN:
                misread.append(Misread(image, label, answer))
        return FinaleVerdict(
            accuracy=self.accuracy,
            pass_line=self.rules.pass_line,
            silver=self.rules.silver,
            gold=self.rules.gold,
            budget_s=self.budget_s,
            data=self.draw.source.value,
            confusion=tuple(map(tuple, confusion)),
            misread=tuple(misread),
            losses=tuple(self.losses),
        )


def run(
    exercise: Exercise,
    sources: Sources,
    *,
    seed: int,
    data: str,
    level: Confinement,
    on_progress: Callable[[Progress], None] | None = None,
) -> Finale:
    """Train and test a submission on digits drawn by `seed`. Raises `DataError`, `GraderFault`."""
    rules = exercise.finale
    assert rules is not None
    draw = digits.draw(digits.load(data), seed, TRAINING_IMAGES, TEST_IMAGES)
    machine = speed.measure()
    finale = Finale(rules, draw, machine, rules.budget_s / machine)
    trial = _Trial(finale, on_progress or (lambda _: None))
    try:
        trial.run(sources, level, seed)
    except (Mismatch, GuestLost) as stopped:
        finale.stopped = stopped
        finale.answers = []
    return finale


class _Trial:
    """One guest's training run, watched."""

    def __init__(self, finale: Finale, on_progress: Callable[[Progress], None]) -> None:
        self.finale = finale
        self.tell = on_progress
        self.wall = finale.budget_s * WALL_PER_CPU + 60
        self.phase = Phase.STARTING

    def run(self, sources: Sources, level: Confinement, seed: int) -> None:
        """Train and test; what came of it is in the finale. Raises `Mismatch`, `GuestLost`."""
        finale, draw = self.finale, self.finale.draw
        self._report("")
        backstop = math.ceil(finale.budget_s * BACKSTOP_PER_CPU) + 5
        limits = Limits(memory_bytes=MEMORY_BYTES, cpu_seconds=backstop)
        self.guest = Guest(sources, limits, level)
        finale.confinement = self.guest.confinement.value
        try:
            self._returned("importing the module", self.guest.load())
            if finale.rules.network:
                finale.shapes = self._shapes(seed)
            self.phase = Phase.TRAINING
            arguments = (Pixels(draw.train.images), list(draw.train.labels), seed)
            model = self._call("fit", arguments, keep=True)
            if finale.rules.network:
                model, finale.losses = self._parts(model)
            self.phase = Phase.READING
            answers = self._call("classify", (model, Pixels(draw.test.images)))
            finale.answers = _digits_in(answers)
        finally:
            self._report(self.guest.take_prints())
            self.guest.close()
            finale.cpu_s = self.guest.cpu_seconds

    def _call(self, name: str, arguments: tuple[object, ...], *, keep: bool = False) -> object:
        answer = self.guest.call(name, arguments, keep=keep, seconds=self.wall, watch=self._watch())
        returned = self._returned(f"{name}(…)", answer)
        if returned.after is not None and any(now is not None for now in returned.after):
            raise Mismatch(
                f"{name} changed the images or labels that it was given",
                "arguments that stay as they were",
            )
        return returned.value

    def _returned(self, what: str, answer: Answer) -> Returned:
        if isinstance(answer, Raised):
            raise Mismatch(f"{what} {raised_text(answer)}", "", where(answer))
        return answer

    def _operate(self, operator: str, *arguments: object, keep: bool = False) -> object:
        answer = self.guest.call(operator, arguments, operator=True, keep=keep)
        return self._returned(operator, answer).value

    def _shapes(self, seed: int) -> list[list[int]]:
        network = self._returned("build(seed)", self.guest.call("build", (seed,), keep=True)).value
        parameters = self._operate("call", self._operate("getattr", network, "parameters"))
        if not isinstance(parameters, list):
            raise Mismatch("build(seed).parameters() is no list", "the parameters of all layers")
        return [
            [len(p), len(p[0])] if isinstance(p[0], list) else [len(p)]
            for p in parameters
            if isinstance(p, list) and p
        ]

    def _parts(self, pair: object) -> tuple[object, list[float]]:
        losses = self._operate("getitem", pair, 1)
        plain = isinstance(losses, list) and all(type(x) in (float, int) for x in losses)
        if not plain or not all(math.isfinite(x) for x in losses):  # type: ignore[attr-defined]
            raise Mismatch(
                f"fit(…) returned {text.value(losses)} as losses", "a finite number for each epoch"
            )
        return self._operate("getitem", pair, 0, keep=True), losses  # type: ignore[return-value]

    def _watch(self) -> Callable[[float], str | None]:
        """A function that is asked while the guest works; its text ends the guest."""
        last = [self.guest.cpu_so_far(), 0.0]

        def look(waited: float) -> str | None:
            cpu = self.guest.cpu_so_far()
            if cpu - last[0] > 0.05:
                last[:] = [cpu, waited]
            self._report(self.guest.take_prints())
            if cpu > self.finale.budget_s:
                return f"used up its {self.finale.budget_s:.0f} s of CPU time"
            if waited - last[1] > IDLE_SECONDS:
                return f"did nothing for {IDLE_SECONDS:.0f} s"
            return None

        return look

    def _report(self, prints: str) -> None:
        cpu = self.guest.cpu_so_far() if self.phase is not Phase.STARTING else 0.0
        finale = self.finale
        self.tell(
            Progress(
                self.phase, finale.rules, finale.draw.source.value, finale.speed,
                finale.budget_s, cpu, prints,
            )
        )  # fmt: skip


def _digits_in(answers: object) -> list[int]:
    """The answers, if they are one digit for each test image. Raises `Mismatch`."""
    expected = f"a list of {TEST_IMAGES:,} digits from 0 to 9"
    if not isinstance(answers, list) or len(answers) != TEST_IMAGES:
        raise Mismatch(f"classify(…) returned {text.shape(answers)}", expected)
    for index, answer in enumerate(answers):
        if type(answer) is not int or not 0 <= answer <= 9:
            shown = text.shape(answer) if isinstance(answer, GuestObject) else text.value(answer)
            raise Mismatch(f"classify(…) returned {shown} for image {index}", expected)
    return answers


def _advice(accuracy: float) -> str:
    if accuracy < 0.2:
        return "That is what guessing gives: check the gradients on a few images first."
    if accuracy < 0.7:
        return "It learns, but slowly: look at the learning rate, the epochs and the loss."
    return "Close: more epochs, or a learning rate that suits the batch size, may do it."
