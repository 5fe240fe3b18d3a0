"""Time in an interview: everything is the deadline minus now, by the wall clock."""

from __future__ import annotations

import math
from enum import IntEnum

AMBER_SECONDS = 10 * 60
RED_SECONDS = 2 * 60


class Urgency(IntEnum):
    """How much hurry there is."""

    CALM = 0
    AMBER = 1
    RED = 2
    OVER = 3


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
