"""Judges one module of an interview in the sandbox, here or in a process of its own.

The candidate's own modules serve each other; only those that the preset does not ask for come from
the reference, and only to exercises after them.

As a program it reads a job from standard input and writes the verdict to standard output, in JSON:
that is how an interview checks saves without losing a beat. It ends when its parent is gone.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from grader import codec
from grader.curriculum import exercise
from grader.interview import room
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict
from grader.outcome import Exit, GraderFault

if TYPE_CHECKING:
    from grader.judging.finale.progress import Progress


@dataclass(frozen=True)
class Module:
    """A module of the candidate's: the exercise's number and the file's bytes."""

    number: int
    data: bytes


@dataclass(frozen=True)
class Job:
    """What is to be judged: one exercise, beside all modules of the interview."""

    number: int
    modules: tuple[Module, ...]
    given: tuple[int, ...]
    seed: int
    in_full: bool = False  # with the smallest failing inputs and a diagnosis

    @classmethod
    def of(
        cls, number: int, modules: Mapping[int, bytes], given: tuple[int, ...], seed: int
    ) -> Job:
        """The job of judging `number`, the modules being given by their numbers."""
        return cls(number, tuple(Module(*item) for item in modules.items()), given, seed)


def judge(job: Job, on_progress: Callable[[Progress], None] | None = None) -> ExerciseVerdict:
    """Judge it in the sandbox. Raises `GraderFault`."""
    from grader.judging import run

    with tempfile.TemporaryDirectory(prefix="kata-interview-") as name:
        modules = {module.number: module.data for module in job.modules}
        room.lay_out(Path(name), modules, job.given, job.number)
        return run.examine(
            exercise(job.number),
            Path(name),
            Request(
                seed=job.seed,
                stand_ins=False,
                diagnose=job.in_full,
                search=False,
                shrink=job.in_full,
                on_progress=on_progress,
            ),
        )


def main() -> int:
    """Judge the job on standard input."""
    parent = int(sys.argv[1])
    threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with contextlib.suppress(OSError):
        os.nice(5)  # the screen and the clock come first
    job = codec.revive(Job, json.load(sys.stdin.buffer))
    with _kept_to_itself() as out:
        try:
            answer = codec.plain(judge(job))
        except KeyboardInterrupt:
            return Exit.INTERRUPTED
        except GraderFault as fault:
            answer = {"fault": str(fault)}
    json.dump(answer, out)
    out.close()
    return Exit.PASSED


@contextlib.contextmanager
def _kept_to_itself() -> Iterator[TextIO]:
    """Standard output for the answer alone: what others print there goes nowhere."""
    out = os.fdopen(os.dup(1), "w", encoding="ascii")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    yield out


def _leave_with(parent: int) -> None:
    """End the process when its parent has gone; a guest is closed on the way."""
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    sys.exit(main())
