"""Ctrl-C that is never lost.

What a signal's handler raises inside a finaliser, or in a callback of the garbage collector
(hypothesis has one), is printed and forgotten: Ctrl-C at that moment did nothing. The interpreter
hands what it forgets to `sys.unraisablehook`, and so it can be raised again. Where a library's
own clean-up fails on it, and raises something else, it is counted nevertheless.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

_LATER = 0.01  # seconds
_times = 0

Hook = Callable[["sys.UnraisableHookArgs"], Any]


def listen() -> None:
    """From now on Ctrl-C raises `KeyboardInterrupt` in this process for certain (main thread)."""
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGALRM, _interrupt)
    when_lost(KeyboardInterrupt, lambda: signal.setitimer(signal.ITIMER_REAL, _LATER))


def end() -> None:
    """Before the process ends: what is forgotten from now on stays so, and ends nothing."""
    signal.signal(signal.SIGALRM, signal.SIG_IGN)


def times() -> int:
    """How often `KeyboardInterrupt` was raised, whatever became of it."""
    return _times


def _interrupt(_: int, __: FrameType | None) -> None:
    global _times
    _times += 1
    raise KeyboardInterrupt


def when_lost(kind: type[BaseException], act: Callable[[], object]) -> Hook:
    """From now on call `act` for each exception of this kind that the interpreter forgets.

    Others go to the hook in place so far, which is returned, to be put back.
    """
    previous = sys.unraisablehook

    def hook(lost: sys.UnraisableHookArgs) -> None:
        if issubclass(lost.exc_type, kind):
            act()
        else:
            previous(lost)

    sys.unraisablehook = hook
    return previous
