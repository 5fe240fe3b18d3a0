"""Runs what is the candidate's: their file, or their tests beside it, as a plain process of theirs.

It has a time limit and no wall: it is their code on their machine. It can import all modules of the
room and those that are given; the grader, the properties and the references of what is asked are
not on its path. What it prints or raises is escaped and cut before it is shown.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.text import Text

from grader.interview import examples, room, store
from grader.interview.entries import Task
from grader.interview.findings import Run
from grader.interview.session import Session
from grader.judging.text import safe, safe_lines
from grader.outcome import Exit, UsageError

RUNNER = Path(__file__).with_name("runner.py")
SECONDS = 10.0  # by the wall clock, until it is ended
LINES = 40  # of prints that are kept
OUTCOME_BYTES = 1 << 18


@dataclass(frozen=True)
class Outcome:
    """What one test, one line of the example, or the file itself came to; "" if all went well."""

    kind: str
    name: str
    wrong: str


class Tryout:
    """A process that runs some files, and the outcomes that it has told."""

    def __init__(
        self,
        files: Sequence[Path],
        path: Sequence[Path],
        own: Path,
        example: Sequence[tuple[str, str]] = (),
        module: str = "",
    ) -> None:
        """Start it, in the folder `own`."""
        self._started = time.monotonic()
        self._prints: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the outcomes
        self._report: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        self.is_over_time = False
        job = {
            "path": [str(folder) for folder in path],
            "files": [str(file) for file in files],
            "own": str(own),
            "example": list(example),
            "module": module,
            "report": self._report.fileno(),
        }
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(RUNNER), json.dumps(job)],
            stdin=subprocess.DEVNULL,
            stdout=self._prints,
            stderr=subprocess.STDOUT,
            pass_fds=(self._report.fileno(),),
            cwd=own if own.is_dir() else None,
            start_new_session=True,
        )

    def is_done(self) -> bool:
        """Whether it has ended, by itself or because its time was up; never waits."""
        if self._process.poll() is None and time.monotonic() - self._started > SECONDS:
            self.is_over_time = True
            self.stop()
        return self._process.poll() is not None

    def stop(self) -> None:
        """End it, and whatever it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()

    def wait(self) -> None:
        """Wait until it has ended."""
        while not self.is_done():
            time.sleep(0.01)

    def outcomes(self) -> tuple[list[Outcome], str]:
        """What it came to, and what it printed, escaped and cut."""
        with self._prints, self._report:
            self._report.seek(0)
            told = self._report.read(OUTCOME_BYTES)
            self._prints.seek(0)
            prints = self._prints.read(LINES * 400).decode("utf-8", "replace")
        found = []
        for line in told.split(b"\n"):
            with contextlib.suppress(ValueError, TypeError):
                kind, name, wrong = json.loads(line)
                found.append(Outcome(safe(kind, 10), safe(name, 80), safe(wrong, 300)))
        if self.is_over_time:
            found.append(Outcome("end", "", f"it was ended after {SECONDS:g} s"))
        elif self._process.returncode:
            found.append(Outcome("end", "", f"it ended with status {self._process.returncode}"))
        return found, safe_lines(prints, LINES) if prints.strip() else ""


def tests_of(folder: Path) -> list[Path]:
    """The candidate's own tests of an exercise: `test_….py` beside the module."""
    return sorted(path for path in folder.glob("test_*.py") if path.is_file())


class Tests:
    """Sees that the candidate's own tests were saved."""

    def __init__(self, modules: Mapping[int, Path]) -> None:
        self._folders = {number: module.parent for number, module in modules.items()}
        self._stamps = {number: self._stamp(number) for number in modules}

    def _stamp(self, number: int) -> list[tuple[str, int, int]]:
        with contextlib.suppress(OSError):
            found = [(path.name, path.stat()) for path in tests_of(self._folders[number])]
            return [(name, info.st_mtime_ns, info.st_size) for name, info in found]
        return []

    def saved(self) -> list[int]:
        """The exercises whose tests have changed since the last look."""
        fresh = {number: self._stamp(number) for number in self._folders}
        before, self._stamps = self._stamps, fresh
        return [number for number, stamp in fresh.items() if stamp and stamp != before[number]]


def start(session: Session, task: Task) -> Tryout:
    """Run an exercise's own tests, or its file if there are none, and the statement's example."""
    module = room.module_path(session, task)
    return Tryout(
        tests_of(module.parent) or [module],
        room.import_path(session),
        module.parent,
        examples.of(task.exercise) if session.blind else (),
        task.name,
    )


def as_run(tryout: Tryout, task: Task, *, asked: bool, now: float) -> Run:
    """The entry that tells of a run that is done."""
    found, prints = tryout.outcomes()
    tests = [one for one in found if one.kind == "test"]
    example = [one for one in found if one.kind == "example"]
    trouble = next((one for one in found if one.wrong), None)
    said = ""
    if trouble is not None:
        said = f"{trouble.name}: {trouble.wrong}" if trouble.kind != "file" else trouble.wrong
    return Run(
        now,
        task.number,
        asked,
        len(tests) or None,
        sum(not one.wrong for one in tests),
        len(example),
        sum(not one.wrong for one in example),
        said.removeprefix(": "),
        prints,
    )


def show(number: str, out: Console) -> int:
    """`make try` in a room: run an exercise's own tests or file, and show what came of it.

    Without a number it is the exercise that was saved last. Raises `UsageError`.
    """
    found = store.unfinished() or next(iter(reversed(store.finished())), None)
    if found is None:
        raise UsageError("No interview has been begun: make interview begins one.")
    task = _chosen(found, number.strip())
    tryout = start(found, task)
    tryout.wait()
    outcomes, prints = tryout.outcomes()
    for line in prints.split("\n"):
        out.print(Text(line), soft_wrap=True)
    for one in outcomes:
        sign, colour = ("✗", "red") if one.wrong else ("✓", "green")
        out.print(Text.assemble((f"{sign} {one.name}", colour), f"  {one.wrong}"), soft_wrap=True)
    return Exit.FAILED if any(one.wrong for one in outcomes) else Exit.PASSED


def _chosen(session: Session, number: str) -> Task:
    if number:
        if not number.isdigit():
            raise UsageError(f"{number[:20]!r} is not the number of an exercise.")
        return session.task(int(number[:5]))
    return max(session.tasks, key=lambda task: _saved(room.module_path(session, task)))


def _saved(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0
