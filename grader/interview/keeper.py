"""Watches an interview's modules beside it, in a process that shares nothing with the terminal.

A stopped terminal, a killed interview or a blocked read must not lose a save. The keeper notes each
save in `watched.jsonl`, as the record would have it, until the interview has ended or its folder is
gone; the interview, and its closing, take over what they have missed.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

from grader import files
from grader.curriculum import ROOT
from grader.interview import clock, entries, folders, room, session
from grader.interview.entries import Save
from grader.interview.session import Session
from grader.interview.watcher import Watcher
from grader.outcome import Exit, GraderFault

FILE = "watched.jsonl"
LOOK_SECONDS = 0.1
RECORD_SECONDS = 0.5  # between two looks at whether the interview has ended


def start(folder: Path) -> None:
    """Start a keeper; without one the interview watches for itself alone."""
    with contextlib.suppress(OSError):
        subprocess.Popen(
            [sys.executable, "-m", "grader.interview.keeper", str(folder)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            start_new_session=True,
        )


def watched(folder: Path) -> list[Save]:
    """The saves that a keeper has seen, oldest first."""
    try:
        text = files.read(folder, FILE, limit=folders.RECORD_BYTES).data
    except OSError:
        return []
    found = [entries.parse(line) for line in text.split(b"\n") if line]
    return [entry for entry in found if isinstance(entry, Save)]


def missed(found: Session) -> list[Save]:
    """What a keeper has seen of an interview that its record does not tell."""
    known = {(save.exercise, save.source) for save in found.saves}
    fresh = [save for save in watched(found.folder) if (save.exercise, save.source) not in known]
    # A text that was saved before and comes back later is a save of its own.
    for save in watched(found.folder):
        own = [one for one in found.saves if one.exercise == save.exercise and one.at <= save.at]
        if save not in fresh and own and own[-1].source != save.source:
            fresh.append(save)
    return sorted(fresh, key=lambda save: save.at)


def main(folder: Path) -> int:
    """Watch until the interview has ended."""
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC
    flags |= os.O_NOFOLLOW | os.O_NONBLOCK  # neither a link nor a FIFO in its place
    with open(os.open(folder / FILE, flags, 0o644), "ab", buffering=0) as notes:
        try:
            fcntl.flock(notes, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return Exit.PASSED  # another one watches already
        _watch(folder, notes.fileno())
    return Exit.PASSED


def _watch(folder: Path, notes: int) -> None:
    found = session.load(folder)
    paths = {task.number: room.module_path(found, task) for task in found.tasks}
    known, deadline = room.final_modules(found), found.opened.deadline
    latest = [save for save in watched(folder) if save.at <= deadline]
    known |= {save.exercise: save.data for save in latest}

    def now() -> float:
        return clock.now(found.opened)

    watcher = Watcher(paths, known, now(), deadline, now)
    looked_at_record = 0.0
    while now() < deadline + LOOK_SECONDS:
        for one in watcher.look():
            source = one.data.decode("utf-8", "surrogateescape")
            os.write(notes, entries.line(Save(one.at, one.seen, 0, one.exercise, source)))
            os.fsync(notes)
        if time.monotonic() - looked_at_record > RECORD_SECONDS:
            looked_at_record = time.monotonic()
            if session.load(folder).ended is not None:
                return
        time.sleep(LOOK_SECONDS)


if __name__ == "__main__":
    try:
        sys.exit(main(Path(sys.argv[1])))
    except (OSError, GraderFault):
        sys.exit(Exit.FAULT)  # the folder is gone, or cannot be written
