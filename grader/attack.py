"""Plays hostile submissions against the judge: each gets the verdict that it declares, no more.

An attack is a folder in `grader/tests/attacks/`. Its `attack.py` is appended to the reference
solution, so that everything but the attack is right (it may use OUTSIDE, a folder with files that
anybody may change, and PROJECT); or its `build.py` makes the whole submission. Comments at the top
declare, in TOML, what is played: `exercise`, `expect` (a status, a list of those that are right, or
one for each level of confinement), `tries` (a sentence), and sometimes `needs` (the walls without
which it would do harm: "user" or "kernel"), `quick = true` (`make test` plays it too) and
`slow = true` (it takes minutes).
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import random
import re
import resource
import runpy
import shutil
import stat
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rich.console import Console

from grader import curriculum, seeds
from grader.curriculum import ROOT, Exercise
from grader.judging import exam
from grader.judging.verdicts import ExerciseVerdict, Status, Verdict
from grader.outcome import Exit, UsageError
from grader.reports import html, junit, machine, terminal
from grader.sandbox.confinement import Confinement

FOLDER = Path(__file__).parent / "tests" / "attacks"
LEVELS = (Confinement.KERNEL, Confinement.LIMITS)
# What would steer a terminal: controls but tab and newline, and what turns the text round.
_STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_MEMORY_MB = 200  # more than any attack may add to the grader's own peak
_REPORT_CHARACTERS = 200_000
_HOSTILE_MARKUP = ("<script>alert", "<img src=x")
_PLACES_OF_FLOODS = ("/tmp", "/var/tmp", "/dev/shm")
_KERNEL_OBJECTS = ("/proc/sysvipc/shm", "/proc/sysvipc/sem", "/proc/sysvipc/msg")


@dataclass(frozen=True)
class Attack:
    """A hostile (or odd but honest) submission, and what it declares about itself."""

    name: str
    exercise: Exercise
    expect: dict[Confinement, frozenset[Status]]
    tries: str
    needs: str = ""
    quick: bool = False
    slow: bool = False

    def playable(self, level: Confinement) -> bool:
        """Whether what holds a guest at `level` keeps this attack from doing harm."""
        if level is Confinement.KERNEL or not self.needs:
            return True
        return self.needs == "user" and os.geteuid() == 0


@dataclass(frozen=True)
class Played:
    """An attack that was played: its verdict, and in what the judge was not as it must be."""

    attack: Attack
    level: Confinement
    verdict: ExerciseVerdict | None
    problems: tuple[str, ...]
    seconds: float


@cache
def attacks() -> tuple[Attack, ...]:
    """All attacks, by name."""
    return tuple(_read(path) for path in sorted(FOLDER.iterdir()) if path.is_dir())


def _read(folder: Path) -> Attack:
    path = next(p for p in (folder / "attack.py", folder / "build.py") if p.exists())
    head = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("# "):
            break
        head.append(line.removeprefix("# "))
    declared = tomllib.loads("\n".join(head))
    expect = declared.pop("expect")
    each = expect if isinstance(expect, dict) else {level.value: expect for level in LEVELS}
    return Attack(
        name=folder.name,
        exercise=curriculum.exercise(declared.pop("exercise")),
        expect={
            level: frozenset(
                map(
                    Status,
                    [each[level.value]]
                    if isinstance(each[level.value], str)
                    else each[level.value],
                )
            )
            for level in LEVELS
        },
        **declared,
    )


def play(attack: Attack, level: Confinement, seed: int, *, brief: bool = False) -> Played:
    """Judge the attack, look at what it may have left, and judge an honest submission.

    Brief: failures are not shrunk, and the honest submission is left out.
    """
    started, peak = time.perf_counter(), _peak_mb()
    verdict, problems = None, []
    with _stage() as (submission, outside):
        _compose(attack, submission, outside)
        before = _surroundings(outside)
        try:
            verdict = exam.examine(
                attack.exercise,
                submission,
                seed=seed,
                level=level,
                data="embedded",
                shrink=not brief,
            )
        except BaseException as error:
            problems.append(f"the grader raised {type(error).__name__}: {error}"[:300])
        else:
            problems += _wrong_in(verdict, attack, level)
        problems += [f"it left {what}" for what in sorted(_surroundings(outside) - before)]
        problems += [f"it took {what}" for what in sorted(before - _surroundings(outside))]
        problems += [] if brief else _honest_is_judged_wrong(seed, level)
    if _peak_mb() > peak + _MEMORY_MB:
        problems.append(f"it made the grader take {_peak_mb() - peak} MB more")
    return Played(attack, level, verdict, tuple(problems), time.perf_counter() - started)


def _peak_mb() -> int:
    """The most memory that this process has had, in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit >> 20


@contextlib.contextmanager
def _stage() -> Iterator[tuple[Path, Path]]:
    """A submission's folder, and one outside of it that anybody may read and change."""
    temporary = tempfile.tempdir
    base = Path(tempfile.mkdtemp(prefix="kata-attack-"))
    try:
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
        yield submission, outside
    finally:
        tempfile.tempdir = temporary
        shutil.rmtree(base, ignore_errors=True)


def _compose(attack: Attack, folder: Path, outside: Path) -> None:
    """Make the attack's submission in `folder`."""
    honest = attack.exercise.reference.read_text(encoding="utf-8")
    builder = FOLDER / attack.name / "build.py"
    if builder.exists():
        runpy.run_path(str(builder))["build"](folder, honest)
        return
    hostile = (FOLDER / attack.name / "attack.py").read_text(encoding="utf-8")
    future = "from __future__ import annotations\n"
    places = f"OUTSIDE, PROJECT = {str(outside)!r}, {str(ROOT)!r}\n"
    place = folder / attack.exercise.folder
    place.mkdir()
    text = f"{honest}\n\n{places}\n{hostile.replace(future, '')}"
    (place / f"{attack.exercise.name}.py").write_text(text, encoding="utf-8")


def _surroundings(outside: Path) -> set[str]:
    """What an attack could have changed: files, processes, descriptors, objects of the kernel."""
    found = {f"the file {line}" for line in _files(outside)}
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


def _files(folder: Path) -> Iterator[str]:
    """A line for every file below `folder`, that changes when the file does."""
    for place, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(place, name)
            status = os.lstat(path)
            changed = 0 if stat.S_ISDIR(status.st_mode) else status.st_mtime_ns
            yield f"{path} {status.st_mode:o} {status.st_size} {status.st_nlink} {changed}"


def _wrong_in(verdict: ExerciseVerdict, attack: Attack, level: Confinement) -> list[str]:
    problems = []
    if verdict.status not in attack.expect[level]:
        due = " or ".join(sorted(attack.expect[level]))
        problems.append(f"its verdict is {verdict.status}, not {due}{_first_message(verdict)}")
    if verdict.confinement not in ("", level.value):
        problems.append(f"it was held by {verdict.confinement}, not by {level.value}")
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
    yield "JSON", machine.as_json(whole)
    yield "JUnit", junit.as_xml(whole)
    yield "HTML", html.as_page(whole)


def _honest_is_judged_wrong(seed: int, level: Confinement) -> list[str]:
    """In what the verdict on an honest submission differs from that of a judge never attacked."""
    found = _verdict_on_honest(seed, level)
    if found != _expected_of_honest(seed, level):
        return [f"an honest submission is judged otherwise afterwards: {found}"[:300]]
    return []


@cache
def _expected_of_honest(seed: int, level: Confinement) -> tuple[str, ...]:
    return _verdict_on_honest(seed, level)


def _verdict_on_honest(seed: int, level: Confinement) -> tuple[str, ...]:
    exercise = curriculum.exercise(1)
    found = exam.examine(exercise, curriculum.SOLUTIONS, seed=seed, level=level)
    return (found.status, found.confinement, *(f"{p.name} {p.status}" for p in found.properties))


def play_all(
    chosen: Sequence[Attack], levels: Sequence[Confinement], rounds: int, seed: int
) -> Iterator[Played]:
    """Play rounds of attacks, each in an order of its own; what takes minutes in the first only."""
    order = random.Random(seed)
    _adopt_orphans()
    for level in levels:
        _expected_of_honest(seed, level)
    for number in range(rounds):
        games = [
            (attack, level)
            for attack in chosen
            for level in levels
            if attack.playable(level) and not (attack.slow and number)
        ]
        order.shuffle(games)
        for attack, level in games:
            yield play(attack, level, seed)


def _adopt_orphans() -> None:
    """Become the parent of what a guest's descendants leave behind, so that it is seen."""
    if sys.platform == "linux":
        import ctypes

        set_child_subreaper = 36
        ctypes.CDLL(None).prctl(set_child_subreaper, 1, 0, 0, 0)


def command(args: argparse.Namespace) -> int:
    """`python -m grader attack [NAME] [--rounds N] [--quick]`: 0 if every attack was held."""
    chosen = [a for a in attacks() if args.name in a.name and (a.quick or not args.quick)]
    if not chosen:
        raise UsageError(f"There is no attack {args.name[:40]!r}; they are in {FOLDER}.")
    seed, worst, broken, count = seeds.choose(args.seed), 0.0, 0, 0
    started = time.perf_counter()
    for played in play_all(chosen, LEVELS, args.rounds, seed):
        count += 1
        worst = max(worst, played.seconds)
        broken += bool(played.problems)
        status = played.verdict.status if played.verdict else "none"
        sign = "✗" if played.problems else "✓"
        print(
            f"{sign} {played.attack.name:36} {played.level.value:7} {status:14}"
            f"{played.seconds:6.1f} s",
            flush=True,
        )
        for problem in played.problems:
            print(f"    {problem}")
        if played.problems:
            print(f"    It {played.attack.tries}.")
    print(
        f"{count} games of {len(chosen)} attacks as {'root' if os.geteuid() == 0 else 'a user'}, "
        f"seed {seed}: {broken} not held. {time.perf_counter() - started:.0f} s, the longest "
        f"{worst:.0f} s; the grader took at most {_peak_mb()} MB."
    )
    return Exit.FAILED if broken else Exit.PASSED
