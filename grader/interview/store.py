"""Where interviews lie, how their record is written, and that there is one at a time."""

from __future__ import annotations

import contextlib
import fcntl
import os
import time
from collections.abc import Iterator
from pathlib import Path

from grader import files
from grader.interview import entries, folders, session
from grader.interview.entries import Entry, Opened
from grader.interview.session import Session
from grader.outcome import GraderFault, UsageError

LOCK_ATTEMPTS, LOCK_SECONDS = 4, 0.05


def unfinished() -> Session | None:
    """The latest interview that has not been graded yet."""
    for folder in folders.ungraded():
        with contextlib.suppress(GraderFault):
            return session.load(folder)
    return None


def finished() -> list[Session]:
    """All interviews that were graded, oldest first; what cannot be read is left out."""
    found = []
    for folder in folders.each():
        with contextlib.suppress(GraderFault):
            found.append(session.load(folder))
    return sorted((s for s in found if s.graded), key=lambda s: s.opened.at)


class Busy(UsageError):
    """Another process conducts an interview."""


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Hold the interviews for this process. Raises `Busy`; `UsageError` if none can be written."""
    place = folders.root()
    try:
        place.mkdir(parents=True, exist_ok=True)
        lock = os.open(place / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise _unwritable(place, error) from None
    try:
        _hold(lock)
        yield
    finally:
        os.close(lock)


def _hold(lock: int) -> None:
    """Take the lock; somebody who only asks for the status may hold it for a moment."""
    for attempt in range(LOCK_ATTEMPTS):
        time.sleep(LOCK_SECONDS if attempt else 0)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            continue
        except OSError:
            return  # a file system without locks
    raise Busy("An interview is running in another terminal: make interview-status shows it.")


def running() -> bool:
    """Whether some process conducts an interview now."""
    if not (folders.root() / ".lock").exists():
        return False
    try:
        with only_one():
            return False
    except Busy:
        return True
    except UsageError:
        return False


def new_folder(now: float) -> Path:
    """A fresh folder, named after the time. Raises `UsageError` if it cannot be made."""
    name = time.strftime("%Y-%m-%d_%H-%M-%S", time.localtime(now))
    for suffix in ("", *(f"_{n}" for n in range(2, 100))):
        folder = folders.root() / (name + suffix)
        try:
            folder.mkdir(parents=True)
            return folder
        except FileExistsError:
            continue
        except OSError as error:
            raise _unwritable(folders.root(), error) from None
    raise UsageError(f"There is no free name for an interview in {str(folders.root())!r}.")


def discard(found: Session) -> Path:
    """Put an interview where nothing looks for it; where that is. Raises `UsageError`."""
    kept = folders.root() / ".discarded" / found.folder.name
    try:
        kept.parent.mkdir(exist_ok=True)
        found.folder.rename(kept)
    except OSError as error:
        raise UsageError(f"{found.folder} cannot be moved ({error.strerror}).") from None
    return kept


def _unwritable(place: Path, error: OSError) -> UsageError:
    reason = error.strerror or str(error)
    advice = "KATA_INTERVIEWS may name another folder"
    return UsageError(f"Interviews cannot be written to {str(place)!r} ({reason}): {advice}.")


class Store:
    """The record of one interview, to read and to add to."""

    def __init__(self, found: Session) -> None:
        """Go on with an interview."""
        self.session = found
        self._path = found.folder / folders.RECORD
        record = files.read(found.folder, folders.RECORD, limit=folders.RECORD_BYTES)
        self._torn = not record.data.endswith(b"\n")
        self._beaten = 0.0

    @classmethod
    def create(cls, folder: Path, opened: Opened) -> Store:
        """Begin an interview: write its first entry. Raises `GraderFault`."""
        _append(folder / folders.RECORD, entries.line(opened))
        return cls(Session(folder, opened))

    def add(self, entry: Entry) -> None:
        """Add an entry; it is on the disk when this returns. Raises `GraderFault`."""
        start = b"\n" if self._torn else b""
        self._torn = True
        _append(self._path, start + entries.line(entry))
        self._torn = False
        self.session = self.session.with_entry(entry)

    def beat(self, now: float) -> None:
        """Leave a sign of life, once a second: the time of the record's file."""
        if abs(now - self._beaten) >= 1:
            self._beaten = now
            with contextlib.suppress(OSError):
                os.utime(self._path, (now, now))

    def last_beat(self) -> float:
        """When the interview was last known to run."""
        with contextlib.suppress(OSError):
            return self._path.stat().st_mtime
        return self.session.opened.at


def _append(path: Path, data: bytes) -> None:
    """Add bytes to a file in one write, and see them on the disk."""
    try:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        # A link or a FIFO in its place is not written to, nor waited for.
        descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK, 0o644)
        try:
            if os.write(descriptor, data) != len(data):
                raise OSError(0, "no space left")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        text = f"The interview's record {str(path)!r} cannot be written ({error.strerror})."
        raise GraderFault(f"{text} make interview goes on where it was.") from None
