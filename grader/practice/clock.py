"""The clock of history, of what is due and of hunts: the system's, or KATA_NOW's, for tests."""

from __future__ import annotations

import os
import time
from datetime import datetime

from grader.outcome import UsageError


def now() -> float:
    """Seconds since 1970, or the time that KATA_NOW names. Raises `UsageError`."""
    text = os.environ.get("KATA_NOW", "").strip()
    if not text:
        return time.time()
    try:
        return datetime.fromisoformat(text).timestamp()  # local without a zone
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            f"KATA_NOW is {text[:40]!r}: it takes a time such as 2026-11-27T19:30:00."
        ) from None


def moment(at: float) -> datetime:
    """The local time of so many seconds since 1970."""
    return datetime.fromtimestamp(at)
