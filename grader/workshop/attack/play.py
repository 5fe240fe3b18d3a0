"""Plays one attack: the judge judges it, and is then looked at as if it had been harmed."""

from __future__ import annotations

import contextlib
import io
import os
import re
import resource
import stat
import sys
import tempfile
import time
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.console import Console

from grader import curriculum, interrupt
from grader.judging import run
from grader.judging.finale import speed
from grader.judging.request import Request
from grader.judging.verdicts import ExerciseVerdict, Status, Verdict
from grader.reports import html, json_report, junit, terminal
from grader.sandbox.confinement import Confinement
from grader.workshop.attack.suite import Attack, compose

# What would steer a terminal: controls but tab and newline, and what turns the text round.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MACHINE_SPEED = 20.0  # of the machine that finales are played on: 6 s of CPU time for the first
_MEMORY_MB = 300  # of the grader itself at its peak; it needs a third of that
_CPU_SECONDS = 10.0  # of the grader itself, of which it needs half a second
_REPORT_CHARACTERS = 200_000
_HOSTILE_MARKUP = ("<script>alert", "<img src=x")
_PLACES_OF_FLOODS = ("/tmp", "/var/tmp", "/dev/shm")
_KERNEL_OBJECTS = ("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg")


@dataclass(frozen=True)
class Played:
    """An attack that was played: its verdict, and in what the judge was not as it must be."""

    attack: Attack
    level: Confinement
    verdict: ExerciseVerdict | None
    problems: tuple[str, ...]
    seconds: float
    cpu_s: float  # of the grader itself
    peak_mb: int  # of the grader itself


def play(
    attack: Attack,
    level: Confinement,
    seed: int,
    *,
    brief: bool = False,
    examples: int | None = None,
) -> Played:
    """Judge the attack, look at what it may have left, and judge an honest submission.

    Brief: failures are not shrunk, no edit is searched for, and the honest submission is left out.
    `examples`: so many of each property at most.
    """
    _forget_peak()
    started, before_mb, used = time.perf_counter(), peak_mb(), time.process_time()
    verdict, problems = None, []
    with _stage() as (submission, outside), _short_finales():
        compose(attack, submission, outside)
        before = surroundings(outside)
        try:
            verdict = run.examine(
                attack.exercise,
                submission,
                Request(
                    seed=seed,
                    level=level,
                    data="embedded",
                    search=not brief,
                    shrink=not brief,
                    examples=examples,
                ),
            )
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            problems.append(f"the grader raised {type(error).__name__}: {error}"[:300])
        else:
            problems += _wrong_in(verdict, attack, level)
        used, peak = time.process_time() - used, peak_mb()
        problems += [f"it left {what}" for what in sorted(surroundings(outside) - before)]
        problems += [f"it took {what}" for what in sorted(before - surroundings(outside))]
        problems += [] if brief else _honest_is_judged_wrong(seed, level)
    if peak > max(_MEMORY_MB, before_mb):
        problems.append(f"it made the grader take {peak} MB")
    if used > _CPU_SECONDS:
        problems.append(f"it made the grader compute for {used:.0f} s")
    seconds = time.perf_counter() - started
    return Played(attack, level, verdict, tuple(problems), seconds, used, peak)


def peak_mb() -> int:
    """The most memory that this process has had, in MB; since `_forget_peak` where that works."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit >> 20


def _forget_peak() -> None:
    """Let the kernel measure anew, where it may: Linux, and a process that is still dumpable."""
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")


@contextlib.contextmanager
def _stage() -> Iterator[tuple[Path, Path]]:
    """A submission's folder, and one outside of it that anybody may read and change."""
    temporary = tempfile.tempdir
    with interrupt.temporary_folder("kata-attack-") as base:
        base.chmod(0o755)
        submission, outside = base / "submission", base / "outside"
        for folder in (submission, outside, outside / "kept", outside / "temporary"):
            folder.mkdir()
            folder.chmod(0o777)
        solution = curriculum.exercise(1).reference.read_text(encoding="utf-8")
        for path in (outside / "matmul.py", outside / "kept" / "file"):
            path.write_text(solution, encoding="utf-8")
            path.chmod(0o666)
        tempfile.tempdir = str(outside / "temporary")
        try:
            yield submission, outside
        finally:
            tempfile.tempdir = temporary


@contextlib.contextmanager
def _short_finales() -> Iterator[None]:
    """Give finales the budget of a very fast machine: hostile ones use all of it."""
    measure = speed.measure
    speed.measure = lambda: _MACHINE_SPEED
    try:
        yield
    finally:
        speed.measure = measure


def surroundings(outside: Path) -> set[str]:
    """What an attack could have changed: files, processes, descriptors, objects of the kernel."""
    found = {f"the file {line}" for line in files(outside)}
    for place in _PLACES_OF_FLOODS:
        with contextlib.suppress(OSError):
            found |= {
                f"{place}/{name}" for name in os.listdir(place) if name.startswith("kata-flood")
            }
    for path in _KERNEL_OBJECTS:
        with contextlib.suppress(OSError):
            found |= {
                f"{path}: {line}"
                for line in Path(path).read_text("ascii").splitlines()[1:]
                if "6b617461" in line or "1801548897" in line
            }
    with contextlib.suppress(ChildProcessError):
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
        found.add("a process")
    found.add(f"{len(os.listdir('/dev/fd'))} open descriptors")
    return found


def files(folder: Path, leaving_out: Set[str] = frozenset()) -> Iterator[str]:
    """A line for every file and folder below `folder`, that changes when the file does."""
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in leaving_out]
        for name in folders + names:
            path = os.path.join(place, name)
            status = os.lstat(path)
            line = f"{path} {status.st_mode:o}"
            if not stat.S_ISDIR(status.st_mode):  # whose numbers count what is left out, too
                line += f" {status.st_size} {status.st_nlink} {status.st_mtime_ns}"
            yield line


def _wrong_in(verdict: ExerciseVerdict, attack: Attack, level: Confinement) -> list[str]:
    problems = []
    if verdict.status not in attack.expect[level]:
        due = " or ".join(sorted(attack.expect[level]))
        problems.append(f"its verdict is {verdict.status}, not {due}{_first_message(verdict)}")
    confined = verdict.confinement
    if confined is not None and confined.level is not level:
        problems.append(f"it was held by {confined.level.value}, not by {level.value}")
    if verdict.score >= verdict.max_score and Status.PASSED not in attack.expect[level]:
        problems.append("it has full marks")
    for kind, report in _reports(verdict):
        found = _STEERING.search(report)
        if found:
            problems.append(f"the {kind} report holds the character {found.group()!a}")
        if any(word in report for word in _HOSTILE_MARKUP) and kind in ("HTML", "JUnit"):
            problems.append(f"the {kind} report holds what the submission wrote, unescaped")
        if len(report) > _REPORT_CHARACTERS:
            problems.append(f"the {kind} report has {len(report):,} characters")
    return problems


def _first_message(verdict: ExerciseVerdict) -> str:
    first = verdict.first_failure
    return f": {first.failure.message()[:300]}" if first and first.failure else ""


def _reports(found: ExerciseVerdict) -> Iterator[tuple[str, str]]:
    """The verdict in every format, as text."""
    whole = Verdict("submission", 0, (found,))
    stream = io.StringIO()
    out = Console(file=stream, highlight=False, width=80)
    terminal.show_exercise(found, out, seed=0)
    terminal.show_scoreboard(whole, out)
    yield "terminal", stream.getvalue()
    yield "JSON", json_report.as_json(whole)
    yield "JUnit", junit.as_xml(whole)
    yield "HTML", html.as_page(whole)


def _honest_is_judged_wrong(seed: int, level: Confinement) -> list[str]:
    """In what the verdict on an honest submission differs from that of a judge never attacked."""
    found = _verdict_on_honest(seed, level)
    if found != expected_of_honest(seed, level):
        return [f"an honest submission is judged otherwise afterwards: {found}"[:300]]
    return []


@cache
def expected_of_honest(seed: int, level: Confinement) -> tuple[str, ...]:
    """The verdict on an honest submission before any attack (if asked for before)."""
    return _verdict_on_honest(seed, level)


def _verdict_on_honest(seed: int, level: Confinement) -> tuple[str, ...]:
    exercise = curriculum.exercise(1)
    found = run.examine(exercise, curriculum.SOLUTIONS, Request(seed=seed, level=level))
    return (
        found.status,
        str(found.confinement),
        *(f"{p.name} {p.status}" for p in found.properties),
    )
