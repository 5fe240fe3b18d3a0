"""Time in an interview: everything is the deadline minus now.

Now is the larger of the wall clock and the start plus what the machine has counted since, sleep
included: a clock that is set back gains nothing. Across a reboot the wall clock stands alone.
"""

from __future__ import annotations

import contextlib
import math
import time
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.interview.entries import Opened

AMBER_SECONDS = 10 * 60
RED_SECONDS = 2 * 60


class Urgency(IntEnum):
    """How much hurry there is."""

    CALM = 0
    AMBER = 1
    RED = 2
    OVER = 3


def ticks() -> float:
    """Seconds that this machine has counted since it was started, sleep included."""
    number = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return time.clock_gettime(number)


def boot() -> str:
    """What tells this run of the machine from another; "" where the system does not say."""
    with contextlib.suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def now(opened: Opened) -> float:
    """The time by which an interview goes, in seconds since 1970."""
    if opened.boot and opened.boot == boot():
        return max(time.time(), opened.at + ticks() - opened.ticks)
    return time.time()


def left(deadline: float, now: float) -> float:
    """Seconds until the deadline, at least 0."""
    return max(0.0, deadline - now)


def urgency(seconds: float) -> Urgency:
    """The urgency with that many seconds left."""
    if seconds <= 0:
        return Urgency.OVER
    if seconds <= RED_SECONDS:
        return Urgency.RED
    return Urgency.AMBER if seconds <= AMBER_SECONDS else Urgency.CALM


def countdown(seconds: float) -> str:
    """Time left as 24:31 or 1:02:03; 0:00 only when there is none."""
    return shown(math.ceil(seconds))


def shown(seconds: float) -> str:
    """A duration as 4:05 or 1:02:03, whole seconds."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
