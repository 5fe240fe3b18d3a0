"""The folders in which interviews lie, found without reading what is in them.

Nearly every command asks whether an interview runs, and nearly never one does: so this module
imports nothing that reading a record needs.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path

from grader import files
from grader.curriculum import ROOT

RECORD = "session.jsonl"
RECORD_BYTES = 64 << 20  # what is read of a record: an hour of saves is a hundredth of it
_GRADED = b'{"is":"Graded"'


def root() -> Path:
    """The folder of all interviews."""
    named = os.environ.get("KATA_INTERVIEWS")
    return Path(named).expanduser().absolute() if named else ROOT / "interviews"


def each() -> list[Path]:
    """The folders that hold an interview, oldest first."""
    with contextlib.suppress(OSError):
        return sorted(path.parent for path in root().glob(f"*/{RECORD}"))
    return []


def ungraded() -> Iterator[Path]:
    """The folders whose interview has not been graded yet, the latest first."""
    for folder in reversed(each()):
        with contextlib.suppress(OSError):
            if _GRADED not in files.read(folder, RECORD, limit=RECORD_BYTES).data:
                yield folder
