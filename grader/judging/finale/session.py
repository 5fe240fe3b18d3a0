"""One guest at work on a finale: its calls, under one clock, and what it prints meanwhile."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

from grader.judging.calls import Mismatch, raised_text, where
from grader.judging.finale.pace import Pace
from grader.judging.finale.progress import Phase, Progress, Task
from grader.judging.finale.stopwatch import Stopwatch
from grader.sandbox.confinement import Confinement, Limits
from grader.sandbox.host import CALL_SECONDS, Guest, Sources
from grader.sandbox.wire import Answer, Pixels, Raised, Returned

IMAGES_PER_CALL = 5_000  # that a guest receives within `CALL_SECONDS`
LOOKED_AT = 100  # images, to find out whether a call has changed them
MEMORY_BYTES = 2 << 30
ANSWER_BYTES = 8 << 20  # the largest honest one, a trained network's parameters, has 2 MB
# The kernel's own limit counts the ticks of its clock: 7 % more on a busy machine than the account
# that the budget is held against. It is for a guest that the host no longer watches.
BACKSTOP_PER_CPU = 1.5


class Conclusive(Mismatch):
    """What is wrong with a small run is wrong with a large one: there is no need to try."""


class Session:
    """A guest that is watched from its start to its end; a context manager."""

    def __init__(
        self,
        sources: Sources,
        level: Confinement,
        clock: Stopwatch,
        task: Task,
        tell: Callable[[Progress], None],
        phase: Phase = Phase.STARTING,
    ) -> None:
        """Start the guest. Raises `GuestLost`, `GraderFault`."""
        self.clock = clock
        self.pace = Pace()
        self.expected_s: float | None = None  # CPU seconds, by the pace of a small run before
        self.phase = phase
        self.handing_over_s = 0.0  # CPU seconds that the guest took to receive images
        self._small = phase is Phase.TRYING
        self._task = task
        self._tell = tell
        backstop = math.ceil(clock.budget_s * BACKSTOP_PER_CPU) + 5
        limits = Limits(MEMORY_BYTES, backstop, ANSWER_BYTES)
        self.guest = Guest(sources, limits, level)

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_: object) -> None:
        self._report()
        self.guest.close()

    @property
    def cpu_s(self) -> float:
        """CPU seconds until now; once it is closed, of all of it."""
        return self.guest.cpu_so_far() or self.guest.cpu_seconds

    def load(self) -> None:
        """Import the module."""
        self._returned("importing the module", self.guest.load())

    def begin(self, phase: Phase) -> None:
        """Say what comes now; a small run stays one."""
        self.phase = Phase.TRYING if self._small else phase

    def call(
        self, name: str, arguments: tuple[Any, ...], given: str, *, keep: bool = False
    ) -> object:
        """What a function of the module returns; it must leave its arguments, `given`, alone.

        Raises `Mismatch`, `GuestLost`.
        """
        sent = [self._placed(argument) for argument in arguments]
        seconds = self.clock.left_s()
        answer = self.guest.call(name, sent, keep=keep, seconds=seconds, watch=self._look)
        returned = self._returned(f"{name}(…)", answer)
        if returned.after is not None or any(map(self._is_changed, arguments, sent)):
            raise Conclusive(
                f"{name} changed the {given} that it was given", "arguments that stay as they were"
            )
        return returned.value

    def operate(self, what: str, operator: str, *arguments: object, keep: bool = False) -> object:
        """What an operator makes of objects in the guest. Raises `Mismatch`, `GuestLost`."""
        answer = self._briefly(operator, arguments, keep=keep)
        return self._returned(what, answer).value

    def build(self, seed: int) -> object:
        """What `build(seed)` returns, which stays in the guest."""
        return self._returned("build(seed)", self._briefly("build", (seed,), operator=False)).value

    def _briefly(
        self, target: str, arguments: Sequence[Any], *, operator: bool = True, keep: bool = True,
        seconds: float = CALL_SECONDS,
    ) -> Answer:  # fmt: skip
        """The answer to something that takes a moment, under the same clock as all."""
        seconds = min(seconds, self.clock.left_s())
        return self.guest.call(
            target, arguments, operator=operator, keep=keep, seconds=seconds, watch=self._look
        )

    def _placed(self, argument: object) -> object:
        """An argument, or where it is in the guest if it is too large to be told of again."""
        if not isinstance(argument, Pixels):
            return argument
        before = self.cpu_s
        seconds = CALL_SECONDS * max(1, len(argument.rows) / IMAGES_PER_CALL)
        answer = self._briefly("read", (argument,), seconds=seconds)
        place = self._returned("images", answer).value
        self.handing_over_s += self.cpu_s - before
        return place

    def _is_changed(self, argument: object, place: object) -> bool:
        """Whether images are not what they were: of some of them every pixel is looked at."""
        if not isinstance(argument, Pixels):
            return False
        count = len(argument.rows)
        looked_at = random.sample(range(count), min(count, LOOKED_AT))
        return self.operate("len(images)", "len", place) != count or any(
            self.operate("images", "getitem", place, i) != [x / 255 for x in argument.rows[i]]
            for i in looked_at
        )

    def _returned(self, what: str, answer: Answer) -> Returned:
        if isinstance(answer, Raised):
            raise Mismatch(f"{what} {raised_text(answer)}", "", where(answer))
        return answer

    def _look(self, _: float) -> str | None:
        """Asked while the guest works: show how far it is; a text ends the guest."""
        self._report()
        return self.clock.objection(self.guest.cpu_so_far())

    def _report(self) -> None:
        prints = self.guest.take_prints()
        cpu_s = self.guest.cpu_so_far()
        if self._small:
            prints = ""  # they come again in the real run
        elif self.phase is not Phase.STARTING:
            self.pace.read(prints, cpu_s)
        forecast = self.pace.forecast() or self.expected_s
        losses = tuple(self.pace.losses)
        self._tell(Progress(self.phase, self._task, cpu_s, prints, losses, forecast))
