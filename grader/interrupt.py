"""Signals that raise: where an exception would be lost, it is raised a moment later.

hypothesis has a callback in the garbage collector, and what is raised in one is printed and
forgotten: Ctrl-C at that moment did nothing.
"""

from __future__ import annotations

import signal
from types import FrameType

_LATER = 0.01  # seconds


def forgets(frame: FrameType | None) -> bool:
    """Whether what is raised in this frame is printed and forgotten."""
    return frame is not None and frame.f_code.co_name == "gc_callback"


def listen() -> None:
    """From now on Ctrl-C raises `KeyboardInterrupt` in this process for certain (main thread)."""
    signal.signal(signal.SIGINT, _interrupt)


def _interrupt(_: int, frame: FrameType | None) -> None:
    if not forgets(frame):
        raise KeyboardInterrupt
    signal.signal(signal.SIGALRM, _interrupt)
    signal.setitimer(signal.ITIMER_REAL, _LATER)
