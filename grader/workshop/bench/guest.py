"""What asking a guest takes: its start, and a call."""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Sequence

from grader.sandbox.host import Guest, Sources
from grader.workshop.bench.clock import Cost, median_costs

SOURCES = Sources("same", {"same": "def same(a):\n    return [row[:] for row in a]\n"})


def start(repeats: int) -> Cost:
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
