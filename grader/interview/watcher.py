"""Sees saves: looks at the modules' files many times a second and reads those that changed.

When a save was made is told by the file's change time (ctime), which the kernel sets at every write
and rename and which nobody sets back by hand, if it lies between two looks; else it is the time
of the look that found it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader import files
from grader.submission import MAX_SOURCE_BYTES

LOOK_SECONDS = 0.05
SETTLE_SECONDS = 0.03  # an editor may still be writing
GRACE_SECONDS = 2.0  # after the deadline nothing first seen later than this is believed
_SLACK = 0.05  # the kernel's file times run a little behind the clock


@dataclass(frozen=True)
class Found:
    """A save that was seen: when it was made and read (seconds since 1970), and the content."""

    exercise: int
    at: float
    seen: float
    data: bytes


@dataclass
class _File:
    path: Path
    data: bytes  # as last seen
    since: float  # until when it was as last seen
    stamp: tuple[int, ...] = ()


def saved_at(changed: float, since: float, seen: float, deadline: float) -> float:
    """When a content that was not there at `since` and was read at `seen` was saved.

    `changed` is what the file says of it.
    """
    plausible = since - _SLACK <= changed <= seen + _SLACK
    if not plausible or (changed <= deadline < seen - GRACE_SECONDS):
        return seen
    return min(changed, seen)


class Watcher:
    """Watches the files of an interview's modules."""

    def __init__(
        self,
        paths: Mapping[int, Path],
        known: Mapping[int, bytes],
        since: float,
        deadline: float,
        now: Callable[[], float],
    ) -> None:
        """`known` are the contents that need no snapshot, true until `since`."""
        self._files = {number: _File(path, known[number], since) for number, path in paths.items()}
        self._deadline = deadline
        self._now = now

    def look(self, *, last: bool = False) -> list[Found]:
        """The saves since the last look; the last look of all also takes what just changed."""
        found = []
        for number, file in self._files.items():
            started = self._now()
            try:
                info = os.stat(file.path, follow_symlinks=False)
            except OSError:
                continue  # removed: the last snapshot stays what counts
            if _stamp(info) == file.stamp:
                file.since = started
                continue
            read = _read(file.path)
            if read is None:
                continue
            data, info = read
            fresh = abs(self._now() - info.st_ctime) < SETTLE_SECONDS
            if fresh and (not last or not data):
                continue  # half-written perhaps: the next look sees it whole
            seen = self._now()
            if data != file.data:
                at = saved_at(info.st_ctime, file.since, seen, self._deadline)
                found.append(Found(number, at, seen, data))
            file.data, file.stamp, file.since = data, _stamp(info), started
        return found


def _stamp(info: os.stat_result) -> tuple[int, ...]:
    return info.st_mtime_ns, info.st_ctime_ns, info.st_size, info.st_ino


def _read(path: Path) -> tuple[bytes, os.stat_result] | None:
    """The content of a regular file (of one too large a byte more than can be judged), and what
    the file system says of it after that.
    """
    try:
        found = files.read(
            path.parent.parent, path.parent.name, path.name, limit=MAX_SOURCE_BYTES + 1
        )
    except OSError:
        return None
    return found.data, found.info
