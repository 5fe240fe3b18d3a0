"""How long an exercise's guests are waited for, all of them together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from grader.sandbox.host import CALL_SECONDS, ExitReason, GuestLost

CALL_SECONDS_AFTER_TIMEOUT = 1.5
TIMEOUTS_ALLOWED = 3
EXERCISE_SECONDS = 60.0  # of waiting for answers: a right module needs about one
PROBE_SECONDS = 3.0  # of the guest for what the diagnosis asks: it needs a few tenths
PROBE_CALL_SECONDS = 2.0  # of one call of it, which takes milliseconds
IDLE_SHARE = 0.2  # of the time of waiting in which it had no processor, as on a busy machine
GRADER_SECONDS = 6.0  # of the grader's own CPU time: it needs one at the most
ANSWER_BYTES = 5 << 20  # of answers in all: right modules send 3; kept, they are twenty times that
STARTS_ALLOWED = 60  # of guests: a right module needs a few, one that ends each time one a property
START_SECONDS = 15.0  # of all starts: a right module is imported in a hundredth of one


@dataclass
class Patience:
    """How long an exercise's guests may still take to answer, and how often one did not."""

    seconds: float = EXERCISE_SECONDS
    timeouts: int = 0
    bytes: int = ANSWER_BYTES
    starts: int = STARTS_ALLOWED
    start_seconds: float = START_SECONDS
    grader_seconds: float = GRADER_SECONDS
    probe_seconds: float = PROBE_SECONDS
    _left_off: float = field(default_factory=time.process_time)

    @property
    def gone(self) -> bool:
        """Whether asking on would only waste time."""
        return self.timeouts >= TIMEOUTS_ALLOWED or self.seconds <= 0 or bool(self._used_up)

    @property
    def _used_up(self) -> str:
        """What the submission has used up of what the grader has for it, if anything."""
        if self.bytes < 0:
            return f"sent more than {ANSWER_BYTES >> 20} MB of answers"
        if self.starts < 0:
            return "ended its process too often"
        if self.start_seconds < 0:
            return f"took more than {START_SECONDS:.0f} s to be imported, all times together"
        if self.grader_seconds < 0:
            return f"sent more than the grader can read in {GRADER_SECONDS:.0f} s"
        return ""

    def for_a_call(self) -> float:
        """The seconds that the next call may take."""
        deadline = CALL_SECONDS_AFTER_TIMEOUT if self.timeouts else CALL_SECONDS
        return max(0.01, min(deadline, self.seconds))

    @contextmanager
    def starting(self) -> Iterator[None]:
        """Count a start of a guest, besides what `waiting` counts. Raises `GuestLost`."""
        self.starts -= 1
        started = time.monotonic()
        try:
            with self.waiting():
                yield
        finally:
            self.start_seconds -= time.monotonic() - started

    @contextmanager
    def probing(self, cpu_so_far: Callable[[], float]) -> Iterator[None]:
        """Count the time of what the diagnosis asks within. Raises `GuestLost` if none is left.

        `cpu_so_far` are the CPU seconds of the guests. Who gave no answer in time gives none later.
        """
        if self.probe_seconds <= 0:
            raise GuestLost(ExitReason.TIMEOUT, "took too long to be explained")
        started, used = time.monotonic(), cpu_so_far()
        try:
            yield
        except GuestLost as lost:
            self.probe_seconds *= not lost.reason.is_timeout
            raise
        finally:
            used = cpu_so_far() - used
            idle = max(0.0, time.monotonic() - started - used)
            self.probe_seconds -= used + IDLE_SHARE * idle

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count the time and the timeout of what is asked within.

        The grader's own time since then and the last time counts as well: comparing a large answer
        and writing about it is the submission's doing. Raises `GuestLost` if nothing is left.
        """
        self.grader_seconds -= time.process_time() - self._left_off
        if self._used_up:
            raise GuestLost(ExitReason.FLOOD, self._used_up)
        started = time.monotonic()
        try:
            yield
        except GuestLost as lost:
            self.timeouts += lost.reason.is_timeout
            raise
        finally:
            self.seconds -= time.monotonic() - started
            self._left_off = time.process_time()
