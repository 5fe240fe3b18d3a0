"""CPU time, and the median of several measurements."""

from __future__ import annotations

import platform
import resource
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")


def cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


@dataclass(frozen=True)
class Cost:
    """What something took, in seconds: of CPU, and on the clock."""

    cpu_s: float
    wall_s: float


def cost(work: Callable[[], object]) -> Cost:
    """What `work` takes."""
    wall, before = time.perf_counter(), cpu()
    work()
    return Cost(cpu() - before, time.perf_counter() - wall)


def median_costs(works: Sequence[Callable[[], object]], repeats: int) -> list[Cost]:
    """The median of what each work takes in so many runs; they run in turn, so that a machine
    that changes its speed changes it for all of them.
    """
    rounds = [[cost(work) for work in works] for _ in range(repeats)]
    return [
        Cost(statistics.median(c.cpu_s for c in found), statistics.median(c.wall_s for c in found))
        for found in zip(*rounds, strict=True)
    ]


def best(work: Callable[[], object], repeats: int) -> float:
    """The CPU seconds of the fastest of so many runs: what is possible, not what is usual."""
    return min(cost(work).cpu_s for _ in range(repeats))


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """The k for which seconds are about sizes^k: the slope of a line through their logarithms."""
    return statistics.linear_regression([log(n) for n in sizes], [log(s) for s in seconds]).slope


def machine() -> str:
    """The machine in a line: its processor and its Python."""
    return f"{_processor()}, {platform.python_implementation()} {platform.python_version()}"


def _processor() -> str:
    """The processor's name, and how many of it there are."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return f"{platform.processor() or platform.machine()}"
    values = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{values[0]}, {len(values)} cores" if values else platform.machine()
