"""What verdicts take: cold ones beside empty pytest runs, those of a preloaded judge, a class."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from grader import curriculum
from grader.curriculum import ROOT, SOLUTIONS
from grader.judging import preloaded
from grader.judging.request import Request
from grader.workshop.bench.clock import Cost, cost, median_costs

NUMBERS = (1, 2, 3, 4, 5, 6)
CLASS = (1, 2, 3, 4, 5, 6, 7, 9)  # eight exercises without a finale


@dataclass(frozen=True)
class Cold:
    """Of one exercise: the command of a verdict, and its tests run by pytest on the module."""

    number: int
    judged: Cost
    bare: Cost


def cold(repeats: int) -> tuple[Cost, list[Cold]]:
    """An empty pytest run, and verdicts on the references: medians of runs in turn."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "test_nothing.py").write_text("def test_nothing():\n    pass\n")
        works = [partial(_run, ["pytest", "-q"], Path(folder))]
        works += [partial(_run, _judged(number)) for number in NUMBERS]
        works += [partial(_run, _bare(number)) for number in NUMBERS]
        empty, *costs = median_costs(works, repeats)
    halves = costs[: len(NUMBERS)], costs[len(NUMBERS) :]
    return empty, [Cold(*found) for found in zip(NUMBERS, *halves, strict=True)]


def _judged(number: int) -> list[str]:
    return ["grader", "test", str(number), "--submission", str(SOLUTIONS), "--seed", "1"]


def _bare(number: int) -> list[str]:
    tests = str(curriculum.exercise(number).tests)
    options = ["-p", "no:cacheprovider", "--import-mode=importlib", "-o", "addopts="]
    return ["pytest", "-q", "-p", "grader.workshop.bench.bare", *options, tests]


def _run(module: Sequence[str], folder: Path = ROOT) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"python -m {' '.join(module)} failed:\n{done.stdout[-2000:]}")


@dataclass(frozen=True)
class Many:
    """What so many verdicts of one preloaded judge take, and what they leave."""

    verdicts: int
    each: Cost
    grown_mb: float  # of this process, from the end of the first tenth to the end
    left: bool  # whether a process of a verdict is still there


def warm(count: int) -> Many:
    """Verdicts of one preloaded judge on the references of `NUMBERS` in turn."""
    exercises = [curriculum.exercise(number) for number in NUMBERS]

    def judge(first: int, end: int) -> None:
        for seed in range(first, end):
            exercise = exercises[seed % len(exercises)]
            request = Request(seed=seed, diagnose=False, shrink=False)
            assert preloaded.examine(exercise, SOLUTIONS, request).passed

    judge(0, max(count // 10, min(count, len(exercises))))  # loaded is loaded
    before = _peak_mb()
    used = cost(partial(judge, 0, count))
    each = Cost(used.cpu_s / count, used.wall_s / count)
    return Many(count, each, _peak_mb() - before, _has_children())


def _peak_mb() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # in bytes on macOS, else in KiB
    return peak / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _has_children() -> bool:
    with suppress(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)
        return True
    return False


def of_a_class(submissions: int) -> Cost:
    """The command for a class, of whom each hands in the references of `CLASS`, per submission."""
    with tempfile.TemporaryDirectory() as folder:
        for place in range(submissions):
            for number in CLASS:
                module = curriculum.exercise(number).reference
                target = Path(folder, "class", f"student{place:03}", module.parent.name)
                target.mkdir(parents=True)
                text = module.read_text(encoding="utf-8")
                (target / module.name).write_text(f"{text}\n# {place}\n", encoding="utf-8")
        only = ",".join(map(str, CLASS))
        asked = ["cohort", "--out", f"{folder}/out", "--track", "all", "--only", only]
        used = cost(partial(_run, ["grader", *asked, "--", f"{folder}/class"]))
    return Cost(used.cpu_s / submissions, used.wall_s / submissions)
