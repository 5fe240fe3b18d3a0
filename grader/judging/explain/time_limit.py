"""A limit of CPU time for an explanation: what is not found by then is left unsaid."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Iterator
from types import FrameType


class OutOfTime(Exception):
    """The explanation takes longer than a failing exercise may."""


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` after so many CPU seconds of this process (in its main thread)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    end = time.process_time() + seconds

    def stop(_: int, __: FrameType | None) -> None:
        # On a busy machine the timer may run ahead of the time that was really used.
        if time.process_time() >= end:
            raise OutOfTime

    handler = signal.signal(signal.SIGPROF, stop)
    hook = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if lost.exc_type is OutOfTime else hook(lost)
    # More than once, for it may be lost, or the code on trial take it for an exception of its own.
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds / 4)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
        sys.unraisablehook = hook
