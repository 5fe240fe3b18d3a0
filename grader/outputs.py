"""Where a command writes its results: files that are named, or standard output."""

from __future__ import annotations

import os
import sys
from pathlib import Path

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
    if path.is_dir() or not os.access(path if path.exists() else folder, os.W_OK):
        raise UsageError(f"{str(path)!r} cannot be written: name a file in a folder of yours.")


def write(path: str, content: str) -> None:
    """Write a result to a file, or to standard output for -. Raises `GraderFault`."""
    try:
        if path == "-":
            sys.stdout.write(content)
            sys.stdout.flush()
        else:
            Path(path).write_text(content, encoding="utf-8")
    except BrokenPipeError:
        raise
    except OSError as error:
        raise GraderFault(f"{path} could not be written: {error.strerror}.") from None
