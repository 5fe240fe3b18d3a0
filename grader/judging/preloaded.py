"""A judge that is already there: each verdict is made by a fork of a process that has all loaded.

    verdict = preloaded.examine(exercise, folder, Request(seed=1, shrink=False))

is `run.examine`, except that this process only waits. The fork has pytest, hypothesis and the
exercise's tests from the start, and a record, a seed and limits of its own; what goes wrong there
ends with it, and its guests end with it too. Nothing of a submission runs in this process: before
the first verdict of an exercise it judges the reference, so that what that loads is there.
Where a process cannot fork, a new one is started and loads all again.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from grader import interrupt
from grader.curriculum import SOLUTIONS, Exercise
from grader.judging import run
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict
from grader.outcome import GraderFault
from grader.sandbox import process

_FORKS = "fork" in get_all_start_methods()
_CALLBACKS = ("on_property", "on_verdict", "on_progress")


def examine(exercise: Exercise, folder: Path, request: Request) -> ExerciseVerdict:
    """Judge one exercise in a process of its own, otherwise as `run.examine` does.

    Also raises `GraderFault` if that process was killed.
    """
    if _FORKS:
        _load(exercise)
    context: Any = get_context("fork" if _FORKS else "spawn")
    ours, theirs = context.Pipe(duplex=False)
    told = [name for name in _CALLBACKS if getattr(request, name)]
    asked = replace(request, on_property=None, on_verdict=None, on_progress=None)
    judge = context.Process(
        target=_judge, args=(theirs, os.getpid(), exercise, folder, asked, told)
    )
    judge.start()
    theirs.close()
    try:
        with interrupt.on_stop(judge.kill):
            while True:
                kind, value = ours.recv()
                if kind == "verdict":
                    return value  # type: ignore[no-any-return]
                if kind == "raised":
                    raise value
                getattr(request, kind)(value)
    except EOFError:
        raise GraderFault("the process of a verdict was killed (did memory run out?)") from None
    finally:
        ours.close()
        judge.kill()  # it has answered, or nobody waits for it
        judge.join()
        judge.close()


@cache
def _load(exercise: Exercise) -> None:
    """Have in this process what a verdict on the exercise needs, and out of the collector's way."""
    if not exercise.finale:
        run.examine(exercise, SOLUTIONS, Request(seed=0, examples=1))
    gc.collect()
    gc.freeze()


def _judge(
    out: Connection,
    parent: int,
    exercise: Exercise,
    folder: Path,
    request: Request,
    told: list[str],
) -> None:
    for number in interrupt.ENDING:
        signal.signal(number, signal.SIG_IGN if number == signal.SIGINT else signal.SIG_DFL)
    process.die_with_parent()
    if os.getppid() != parent:
        return

    def teller(name: str) -> Callable[[object], None] | None:
        return (lambda value: out.send((name, value))) if name in told else None

    try:
        request = replace(
            request,
            on_property=teller("on_property"),
            on_verdict=teller("on_verdict"),
            on_progress=teller("on_progress"),
        )
        out.send(("verdict", run.examine(exercise, folder, request)))
    except BaseException as error:
        out.send(("raised", error))
