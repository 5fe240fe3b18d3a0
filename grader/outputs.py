"""Where a command writes its results: files that are named, or standard output."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

from grader import files
from grader.outcome import GraderFault, UsageError


def check(place: str) -> None:
    """Refuse before judging what could not be written after it. Raises `UsageError`."""
    if not place:
        raise UsageError("A result needs a name: a file's, or - for standard output.")
    if place == "-":
        return
    path = Path(place)
    folder = path.parent
    if path.suffix == ".py":
        raise UsageError(f"{place!r}: a result would take the place of code, name another file.")
    if not folder.is_dir():
        raise UsageError(f"There is no folder {str(folder)!r} to write {path.name!r} into.")
    kind = os.lstat(path).st_mode if os.path.lexists(path) else stat.S_IFREG
    if not (stat.S_ISREG(kind) or stat.S_ISLNK(kind) or stat.S_ISCHR(kind)):
        raise UsageError(f"{place!r} cannot be written: name a file, or - for standard output.")
    if stat.S_ISLNK(kind) and os.path.realpath(folder).startswith(("/dev", "/proc")):
        raise UsageError(
            f"{place!r} is a link that the system needs: name a file, or - for standard output."
        )
    # A file is written beside and renamed, so it is the folder that has to be writable.
    if not os.access(path if stat.S_ISCHR(kind) else folder, os.W_OK):
        raise UsageError(f"{place!r} cannot be written: name a file in a folder of yours.")


def write(path: str, content: str) -> None:
    """Write a result to a file, or to standard output for -. Raises `GraderFault`."""
    try:
        if path == "-":
            sys.stdout.write(content)
            sys.stdout.flush()
        else:
            files.write(Path(path), content.encode("utf-8", "surrogateescape"))
    except BrokenPipeError:
        raise
    except OSError as error:
        raise GraderFault(f"{path} could not be written: {error.strerror}.") from None
