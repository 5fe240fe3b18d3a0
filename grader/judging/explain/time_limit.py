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


_ends: list[float] = []  # CPU seconds of this process, of the limits that are in force


def check() -> None:
    """Raise `OutOfTime` where the time is over, though code on trial took it for its own."""
    if _ends and time.process_time() >= _ends[-1]:
        raise OutOfTime


@contextlib.contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise `OutOfTime` after so many CPU seconds of this process (in its main thread)."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_: int, __: FrameType | None) -> None:
        check()  # on a busy machine the timer may run ahead of the time that was really used

    handler = signal.signal(signal.SIGPROF, stop)
    hook = sys.unraisablehook
    sys.unraisablehook = lambda lost: None if lost.exc_type is OutOfTime else hook(lost)
    # More than once, for it may be lost, or the code on trial take it for an exception of its own.
    signal.setitimer(signal.ITIMER_PROF, seconds, seconds / 4)
    limits = len(_ends)
    _ends.append(time.process_time() + seconds)
    try:
        yield
    finally:
        # First of all, and by no call: signals are handled where a function is called or begins,
        # and one that strikes from here on finds no limit that is over.
        del _ends[limits:]
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
        sys.unraisablehook = hook
