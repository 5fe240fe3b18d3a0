"""The judge's own costs: starting a guest, asking it, and a verdict beside bare pytest."""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from grader import curriculum
from grader.curriculum import SOLUTIONS
from grader.sandbox.host import Guest, Sources
from grader.workshop.bench.clock import Cost, median_costs

SOURCES = Sources("same", {"same": "def same(a):\n    return [row[:] for row in a]\n"})


def guest_start(repeats: int) -> Cost:
    """A guest from its start to its end: the process, its walls, the import of a module."""

    def start_and_end() -> None:
        guest = Guest(SOURCES)
        guest.load()
        guest.close()

    [found] = median_costs([start_and_end], repeats)
    return found


def round_trips(sizes: Sequence[int], repeats: int) -> dict[int, float]:
    """Seconds on the clock for a call that takes and returns an n×n matrix, for each n."""
    rng = random.Random(1)
    guest = Guest(SOURCES)
    guest.load()
    found = {}
    for size in sizes:
        matrix = [[rng.gauss(0, 1) for _ in range(size)] for _ in range(size)]
        times = []
        for _ in range(repeats):
            started = time.perf_counter()
            guest.call("same", (matrix,))
            times.append(time.perf_counter() - started)
        found[size] = statistics.median(times)
    guest.close()
    return found


@dataclass(frozen=True)
class VerdictCost:
    """What the reference's verdict in an exercise takes, as a process of its own, and without."""

    number: int
    judged: Cost
    bare: Cost


def verdict(number: int, repeats: int) -> VerdictCost:
    """The exercise judged in the sandbox, and its tests run by pytest on the module itself."""
    exercise = curriculum.exercise(number)
    judged = ["grader", "test", str(number), "--submission", str(SOLUTIONS), "--seed", "1"]
    bare = ["pytest", "-q", "-p", "grader.workshop.bench.bare", "-p", "no:cacheprovider"]
    bare += ["--import-mode=importlib", "-o", "addopts=", str(exercise.tests)]
    return VerdictCost(number, *median_costs([lambda: _run(judged), lambda: _run(bare)], repeats))


def _run(module: Sequence[str]) -> None:
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(
        [sys.executable, "-m", *module],
        cwd=curriculum.ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode != 0:
        raise RuntimeError(f"python -m {' '.join(module)} failed:\n{done.stdout[-2000:]}")
