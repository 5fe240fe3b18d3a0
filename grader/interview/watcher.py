"""Sees saves: looks at the modules' files many times a second and reads those that changed.

When a save was made is told by the file itself, by the later of its change time (ctime), which the
kernel sets at every write and rename, and its mtime. A file that says that it is older than a look
which did not see it is not believed: it was saved when it was found.
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

    `changed` is what the file says of it. What was seen in time was made in time, whatever time in
    the future the file bears.
    """
    if changed < since - _SLACK:
        return seen
    return min(changed, seen) if seen <= deadline else changed


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
        self.gone: set[int] = set()  # the exercises whose files are not there

    def look(self, *, last: bool = False) -> list[Found]:
        """The saves since the last look; the last look of all also takes what just changed."""
        found = []
        for number, file in self._files.items():
            started = self._now()
            try:
                info = os.stat(file.path, follow_symlinks=False)
            except OSError:
                self.gone.add(number)  # the last snapshot stays what counts
                continue
            self.gone.discard(number)
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
                changed = max(info.st_ctime, info.st_mtime)
                at = saved_at(changed, file.since, seen, self._deadline)
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
