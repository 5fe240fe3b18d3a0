"""Checks saves in the background: one process at a time, never waited for."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import IO, Protocol

from grader import codec
from grader.curriculum import ROOT, exercise
from grader.interview import tryout
from grader.interview.entries import Task
from grader.interview.findings import Check, Property
from grader.interview.judge import Job
from grader.interview.session import Session
from grader.interview.tryout import Tryout
from grader.judging.verdicts import ExerciseVerdict

STUCK_SECONDS = 10.0  # after that a check makes way for a newer save of the same module
TERMINATE_SECONDS = 1.0


@dataclass(frozen=True)
class Request:
    """A check to be done: of which save, and whether the candidate asked for it."""

    save: int
    asked: bool
    job: Job


@dataclass(frozen=True)
class Outcome:
    """A check that is done; without a verdict `fault` says why there is none."""

    request: Request
    seconds: float
    verdict: ExerciseVerdict | None
    fault: str = ""


@dataclass(frozen=True)
class Ran:
    """A run of the candidate's own file or tests that is done."""

    tryout: Tryout
    task: Task
    asked: bool


class Checks(Protocol):
    """What an interview needs of a checker."""

    @property
    def busy_with(self) -> frozenset[int]:
        """The exercises that are being checked or wait for it."""

    def request(self, request: Request) -> None:
        """Have a save checked soon; it replaces a waiting check of the same exercise."""

    def try_out(self, session: Session, task: Task, *, asked: bool) -> None:
        """Run the candidate's own file or tests now; a run that is not done yet is ended."""

    def poll(self) -> list[Outcome | Ran]:
        """The checks and runs that are done since the last time; never waits."""

    def close(self) -> None:
        """End it all."""


@dataclass
class _Running:
    request: Request
    process: subprocess.Popen[bytes]
    answer: IO[bytes]
    started: float


class Checker:
    """Checks in processes of their own: one for exercises, the oldest request first, and one for
    finales, which train for minutes and must not keep the others waiting.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, Request] = {}
        self._running: dict[bool, _Running] = {}  # by whether it is a finale
        self._own: Ran | None = None
        self._dying: list[tuple[subprocess.Popen[bytes], float]] = []

    @property
    def busy_with(self) -> frozenset[int]:
        """The exercises that are being checked or wait for it."""
        now = {running.request.job.number for running in self._running.values()}
        return frozenset(now | self._waiting.keys())

    def request(self, request: Request) -> None:
        """Have a save checked soon; it replaces a waiting check of the same exercise."""
        self._waiting[request.job.number] = request

    def try_out(self, session: Session, task: Task, *, asked: bool) -> None:
        """Run the candidate's own file or tests now; a run that is not done yet is ended."""
        self._end_own()
        self._own = Ran(tryout.start(session, task), task, asked)

    def _end_own(self) -> None:
        if self._own is not None:
            self._own.tryout.stop()
            self._own.tryout.outcomes()
            self._own = None

    def poll(self) -> list[Outcome | Ran]:
        """The checks and runs that are done since the last time; never waits."""
        done: list[Outcome | Ran] = []
        if self._own is not None and self._own.tryout.is_done():
            done.append(self._own)
            self._own = None
        for slot, running in list(self._running.items()):
            if running.process.poll() is not None:
                done.append(_outcome(self._running.pop(slot)))
            elif self._is_stuck(running):
                self._stop(slot)
        for number in list(self._waiting):
            if _is_finale(number) not in self._running:
                self._running[_is_finale(number)] = _start(self._waiting.pop(number))
        self._reap()
        return done

    def _is_stuck(self, running: _Running) -> bool:
        number = running.request.job.number
        patience = 0.0 if _is_finale(number) else STUCK_SECONDS
        return number in self._waiting and time.monotonic() - running.started > patience

    def close(self) -> None:
        """End it all."""
        self._end_own()
        self._waiting.clear()
        for slot in list(self._running):
            self._stop(slot)
        while self._dying:
            self._reap()
            time.sleep(0.01)

    def _stop(self, slot: bool) -> None:
        """Ask a check that runs to close its guest and end."""
        running = self._running.pop(slot)
        running.answer.close()
        _signal(running.process, signal.SIGTERM)
        self._dying.append((running.process, time.monotonic() + TERMINATE_SECONDS))

    def _reap(self) -> None:
        """Forget processes that have ended, kill those that do not."""
        for process, limit in list(self._dying):
            if process.poll() is not None:
                self._dying.remove((process, limit))
            elif time.monotonic() > limit:
                _signal(process, signal.SIGKILL)


def _is_finale(number: int) -> bool:
    return exercise(number).finale is not None


def _signal(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)


def _start(request: Request) -> _Running:
    """Start the process that does it; job and answer are in files, so that no pipe can fill up."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONSAFEPATH"}
    answer = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the outcome
    with tempfile.TemporaryFile() as job:
        job.write(json.dumps(codec.plain(request.job)).encode("ascii"))
        job.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-m", "grader.interview.judge", str(os.getpid())],
            stdin=job,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=ROOT,
            env=environment,
            start_new_session=True,
        )
    return _Running(request, process, answer, time.monotonic())


def _outcome(running: _Running) -> Outcome:
    seconds = time.monotonic() - running.started
    with running.answer as file:
        file.seek(0)
        text = file.read()
    try:
        content = json.loads(text)
        if "fault" in content:
            return Outcome(running.request, seconds, None, str(content["fault"]))
        verdict = codec.revive(ExerciseVerdict, content)
        return Outcome(running.request, seconds, verdict)
    except (ValueError, TypeError, KeyError):
        fault = f"the check's process ended with status {running.process.returncode}"
        return Outcome(running.request, seconds, None, fault)


def as_check(request: Request, verdict: ExerciseVerdict, seconds: float, now: float) -> Check:
    """The entry that tells of a check; inputs and expected values are not in it."""
    return Check(
        now,
        request.save,
        request.job.number,
        request.asked,
        verdict.status,
        verdict.score,
        tuple(Property(p.name, p.sentence, p.status) for p in verdict.properties),
        _problem(verdict),
        round(seconds, 3),
        *_own_words(verdict),
    )


def _own_words(verdict: ExerciseVerdict) -> tuple[str, str]:
    """The exception of the candidate's code behind the first failure, and what was printed."""
    failure = verdict.first_failure.failure if verdict.first_failure else None
    if failure is None:
        return "", ""
    raised = failure.returned if failure.call and failure.returned.startswith("raised ") else ""
    place = failure.why.split("\n")[0].split(": ")[0]
    return f"{raised} ({place})" if raised and place else raised, failure.prints


def _problem(verdict: ExerciseVerdict) -> str:
    """Why the module could not be run at all, in a line, or ""."""
    first = verdict.first_failure
    if first is not None and first.failure is not None and not first.failure.call:
        return first.failure.returned.split("\n")[0]
    return verdict.problem
