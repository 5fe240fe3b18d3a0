"""The finale: what came of a training run, and what its properties ask of that."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from grader.curriculum import FinaleRules
from grader.digits import Dataset
from grader.judging import text
from grader.judging.calls import Mismatch
from grader.judging.verdicts import FinaleVerdict, Misread
from grader.sandbox.confinement import Confined
from grader.sandbox.host import ExitReason, GuestLost

MISREAD_SHOWN = 8


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
    note: str = ""  # on the module, for people; changes no points
    rows: int | None = None  # to learn from, in a run for practice
    confinement: Confined | None = None

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
            raise GuestLost(ExitReason.CPU, used)
        self._needs_answers()

    def reaches_pass_line(self) -> None:
        """The accuracy is at least the pass line."""
        self._needs_answers()
        if self.rows is not None:
            pytest.skip("a run for practice does not count")
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
            note=self.note,
            rows=self.rows,
        )


def _advice(accuracy: float) -> str:
    if accuracy < 0.2:
        return "That is what guessing gives: check the gradients on a few images first."
    if accuracy < 0.7:
        return "It learns, but slowly: look at the learning rate, the epochs and the loss."
    return "Close: more epochs, or a learning rate that suits the batch size, may do it."
