"""Files in places that others can write to: read without being led astray, written as a whole."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


class NotRegular(OSError):
    """There is something, but not a regular file in real folders: a link, a FIFO, a folder."""

    def __init__(self, name: str) -> None:
        super().__init__(errno.EINVAL, "a link, or not a regular file", name)


@dataclass(frozen=True)
class Content:
    """What a file held, and what the file system said of that very file after it was read."""

    data: bytes
    info: os.stat_result


def read(folder: Path, *parts: str, limit: int) -> Content:
    """At most `limit` bytes of the regular file that `parts` lead to, beginning in `folder`.

    Each part is opened from the folder that was opened before, never through a link, and it is the
    open file that is looked at: whatever is put in its place meanwhile is not read. It is read
    once, and never waited for. Raises `NotRegular`, or OSError as opening a file does.
    """
    *folders, name = parts
    with _opened(folder, folders) as place:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = _open(name, flags, place)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise NotRegular(name)
            data = b""
            while len(data) < limit and (part := os.read(descriptor, limit - len(data))):
                data += part
            return Content(data, os.fstat(descriptor))
        finally:
            os.close(descriptor)


@contextlib.contextmanager
def _opened(folder: Path, parts: list[str]) -> Iterator[int]:
    """The descriptor of a folder below `folder`, none of whose parts is a link."""
    flags = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
    place = os.open(folder, flags)
    try:
        for part in parts:
            below = _open(part, flags | os.O_NOFOLLOW, place)
            os.close(place)
            place = below
        yield place
    finally:
        os.close(place)


def _open(name: str, flags: int, place: int) -> int:
    """Open what lies in the folder `place`. Raises `NotRegular` for a link, and OSError."""
    try:
        return os.open(name, flags, dir_fd=place)
    except OSError as error:
        # A link is ELOOP, or ENOTDIR where a folder is due; a socket is ENXIO.
        if error.errno in (errno.ELOOP, errno.ENOTDIR, errno.ENXIO, errno.EMLINK):
            raise NotRegular(name) from None
        raise


def write(path: Path, data: bytes) -> None:
    """Write a file so that whoever reads it finds all of it, or what was there before.

    It is written beside and then renamed: a link in its place is replaced, never followed. A device
    such as /dev/null is written to. Raises `NotRegular`, OSError.
    """
    try:
        kind = os.lstat(path).st_mode
    except FileNotFoundError:
        kind = stat.S_IFREG
    if stat.S_ISCHR(kind):
        with open(os.open(path, os.O_WRONLY | os.O_NOFOLLOW | os.O_NOCTTY), "wb") as device:
            device.write(data)
        return
    if not (stat.S_ISREG(kind) or stat.S_ISLNK(kind)):
        raise NotRegular(path.name)
    beside = path.with_name(f".{path.name[:200]}.{os.getpid()}.part")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    with contextlib.suppress(FileNotFoundError):
        os.unlink(beside)
    try:
        with open(os.open(beside, flags, 0o666), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if stat.S_ISREG(kind) and path.exists():
            os.chmod(beside, stat.S_IMODE(kind))
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
