"""Commands that were given outside while an interview ran: a hint, a solution, a verdict.

Nothing stops them: the machine is the candidate's. They are noted beside the record as
`outside.jsonl` and shown in the report.
"""

from __future__ import annotations

import contextlib
import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from grader import codec, files
from grader.interview import clock, folders
from grader.judging.text import safe

if TYPE_CHECKING:
    from grader.interview.session import Session

FILE = "outside.jsonl"
FILE_BYTES = 1 << 18
TELLING = ("test", "grade", "watch", "hint", "solution", "diff", "debug", "examiner")


@dataclass(frozen=True)
class Outside:
    """A command that was given outside: when, and which."""

    at: float
    command: str


def note(arguments: Sequence[str]) -> None:
    """Note a command if it tells something and an interview runs; never in the command's way."""
    if not arguments or (arguments[0] not in TELLING and "--maths" not in arguments):
        return
    with contextlib.suppress(OSError):
        if next(folders.ungraded(), None) is None:
            return
        from grader.interview import store

        found = store.unfinished()
        if found is None or found.ended or clock.now(found.opened) > found.opened.deadline:
            return
        if found.examiner and arguments[0] == "examiner":
            return
        line = json.dumps(codec.plain(Outside(time.time(), safe(" ".join(arguments), 120))))
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
        flags |= os.O_NOFOLLOW | os.O_NONBLOCK  # neither a link nor a FIFO in its place
        with open(os.open(found.folder / FILE, flags, 0o644), "a", encoding="utf-8") as notes:
            notes.write(line + "\n")


def read(folder: Path) -> list[Outside]:
    """What was noted of an interview, oldest first."""
    found = []
    with contextlib.suppress(OSError):
        for line in files.read(folder, FILE, limit=FILE_BYTES).data.split(b"\n"):
            with contextlib.suppress(ValueError, TypeError, KeyError):
                found.append(codec.revive(Outside, json.loads(line)))
    return found


def remarks(session: Session) -> list[str]:
    """A line for each command."""
    start = session.opened.at
    return [f"outside, at {clock.shown(o.at - start)}: {o.command}" for o in read(session.folder)]
