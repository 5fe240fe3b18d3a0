"""A finale's training run: 5,000 labelled images for the guest, later 1,000 others without labels.

The guest has no file from which to read a label. Its budget is CPU time by the kernel's accounting,
over import, fit and classify.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from grader import digits
from grader.curriculum import Exercise, FinaleRules
from grader.judging import text
from grader.judging.calls import Mismatch, raised_text, where
from grader.judging.finale import literals, speed
from grader.judging.finale.deal import Deal, deal
from grader.judging.finale.stopwatch import Stopwatch
from grader.judging.finale.trial import Finale
from grader.sandbox.confinement import Confinement, Limits
from grader.sandbox.host import Guest, GuestLost, Sources
from grader.sandbox.wire import Answer, GuestObject, Pixels, Raised, Returned

TRAINING_IMAGES, TEST_IMAGES = 5_000, 1_000
LOOKED_AT = 100  # images, to find out whether a call has changed them
MEMORY_BYTES = 2 << 30
# The kernel's own limit counts the ticks of its clock: 7 % more on a busy machine than the account
# that the budget is held against. It is for a guest that the host no longer watches.
BACKSTOP_PER_CPU = 1.5


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
    dealt = deal(digits.load(data), seed, TRAINING_IMAGES, TEST_IMAGES)
    machine = speed.measure()
    note = literals.note(sources.texts)
    finale = Finale(rules, dealt.real, machine, rules.budget_s / machine, note=note)
    trial = _Trial(finale, dealt, on_progress or (lambda _: None))
    try:
        trial.run(sources, level)
    except (Mismatch, GuestLost) as stopped:
        finale.stopped = stopped
        finale.answers = []
    return finale


class _Trial:
    """One guest's training run, watched."""

    def __init__(self, finale: Finale, dealt: Deal, tell: Callable[[Progress], None]) -> None:
        self.finale = finale
        self.deal = dealt
        self.tell = tell
        self.clock = Stopwatch(finale.budget_s)
        self.phase = Phase.STARTING

    def run(self, sources: Sources, level: Confinement) -> None:
        """Train and test; what came of it is in the finale. Raises `Mismatch`, `GuestLost`."""
        finale, dealt = self.finale, self.deal
        self._report("")
        backstop = math.ceil(finale.budget_s * BACKSTOP_PER_CPU) + 5
        limits = Limits(memory_bytes=MEMORY_BYTES, cpu_seconds=backstop)
        self.guest = Guest(sources, limits, level)
        finale.confinement = self.guest.confinement
        try:
            self._returned("importing the module", self.guest.load())
            if finale.rules.network:
                finale.shapes = self._shapes(dealt.seed)
            self.phase = Phase.TRAINING
            arguments = (Pixels(dealt.train.images), list(dealt.train.labels), dealt.seed)
            model = self._call("fit", arguments, keep=True)
            if finale.rules.network:
                model, finale.losses = self._parts(model)
            self.phase = Phase.READING
            answers = self._call("classify", (model, Pixels(dealt.test_images)))
            finale.answers = list(map(dealt.real_digit, _digits_in(answers)))
        finally:
            self._report(self.guest.take_prints())
            self.guest.close()
            finale.cpu_s = self.guest.cpu_seconds

    def _call(self, name: str, arguments: tuple[object, ...], *, keep: bool = False) -> object:
        sent = [self._placed(argument) for argument in arguments]
        answer = self.guest.call(
            name, sent, keep=keep, seconds=self.clock.left_s(), watch=self._look
        )
        returned = self._returned(f"{name}(…)", answer)
        if returned.after is not None or any(map(self._is_changed, arguments, sent)):
            raise Mismatch(
                f"{name} changed the images or labels that it was given",
                "arguments that stay as they were",
            )
        return returned.value

    def _placed(self, argument: object) -> object:
        """An argument, or where it is in the guest if it is too large to be told of again."""
        if isinstance(argument, Pixels):
            return self._operate("images", "read", argument, keep=True)
        return argument

    def _is_changed(self, argument: object, place: object) -> bool:
        """Whether images are not what they were: of some of them every pixel is looked at."""
        if not isinstance(argument, Pixels):
            return False
        count = len(argument.rows)
        looked_at = random.sample(range(count), min(count, LOOKED_AT))
        return self._operate("len(images)", "len", place) != count or any(
            self._operate("images", "getitem", place, i) != [x / 255 for x in argument.rows[i]]
            for i in looked_at
        )

    def _returned(self, what: str, answer: Answer) -> Returned:
        if isinstance(answer, Raised):
            raise Mismatch(f"{what} {raised_text(answer)}", "", where(answer))
        return answer

    def _operate(self, what: str, operator: str, *arguments: object, keep: bool = False) -> object:
        answer = self.guest.call(operator, arguments, operator=True, keep=keep)
        return self._returned(what, answer).value

    def _shapes(self, seed: int) -> list[list[int]]:
        network = self._returned("build(seed)", self.guest.call("build", (seed,), keep=True)).value
        asked = "build(seed).parameters()"
        method = self._operate(asked, "getattr", network, "parameters")
        parameters = self._operate(asked, "call", method)
        if not isinstance(parameters, list):
            raise Mismatch("build(seed).parameters() is no list", "the parameters of all layers")
        return [
            [len(p), len(p[0])] if isinstance(p[0], list) else [len(p)]
            for p in parameters
            if isinstance(p, list) and p
        ]

    def _parts(self, pair: object) -> tuple[object, list[float]]:
        losses = self._operate("model, losses = fit(…)", "getitem", pair, 1)
        plain = isinstance(losses, list) and all(type(x) in (float, int) for x in losses)
        if not plain or not all(math.isfinite(x) for x in losses):  # type: ignore[attr-defined]
            raise Mismatch(
                f"fit(…) returned {text.value(losses)} as losses", "a finite number for each epoch"
            )
        return self._operate("model, losses = fit(…)", "getitem", pair, 0, keep=True), losses  # type: ignore[return-value]

    def _look(self, _: float) -> str | None:
        """Asked while the guest works: show how far it is; a text ends the guest."""
        self._report(self.guest.take_prints())
        return self.clock.objection(self.guest.cpu_so_far())

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
