"""How long an exercise's guests are waited for, all of them together."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from grader.sandbox.host import CALL_SECONDS, GuestLost

CALL_SECONDS_AFTER_TIMEOUT = 1.5
TIMEOUTS_ALLOWED = 3
EXERCISE_SECONDS = 60.0  # of waiting for answers: a right module needs about one


@dataclass
class Patience:
    """How long an exercise's guests may still take to answer, and how often one did not."""

    seconds: float = EXERCISE_SECONDS
    timeouts: int = 0

    @property
    def gone(self) -> bool:
        """Whether asking on would only waste time."""
        return self.timeouts >= TIMEOUTS_ALLOWED or self.seconds <= 0

    def for_a_call(self) -> float:
        """The seconds that the next call may take."""
        deadline = CALL_SECONDS_AFTER_TIMEOUT if self.timeouts else CALL_SECONDS
        return max(0.01, min(deadline, self.seconds))

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Count the time and the timeout of what is asked within."""
        started = time.monotonic()
        try:
            yield
        except GuestLost as lost:
            self.timeouts += lost.reason.is_timeout
            raise
        finally:
            self.seconds -= time.monotonic() - started
