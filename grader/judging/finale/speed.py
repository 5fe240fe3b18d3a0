"""How fast this machine's Python is, so that a CPU budget asks the same of every machine."""

from __future__ import annotations

import time
from operator import mul

# CPU seconds of `_work` on the machine for which the budgets were set (CPython 3.11, one core of a
# server CPU of 2021), the best of 40 runs.
REFERENCE_SECONDS = 0.0285
RUNS = 5
SLOWEST, FASTEST = 1 / 8, 4.0  # beyond these the measure itself is in doubt


def _work() -> float:
    """The kind of work that a finale does: products of rows, list comprehensions, arithmetic."""
    row = [i / 100 for i in range(100)]
    columns = [[(i * j) % 7 / 7 for i in range(100)] for j in range(32)]
    total = 0.0
    for _ in range(500):
        products = [sum(map(mul, row, column)) for column in columns]
        row = [x - 0.001 * total for x in row]
        for value in products:
            total += value * 1e-6
    return total


def measure() -> float:
    """This machine's speed as a multiple of the reference's; takes about 0.15 s."""
    best = min(_timed() for _ in range(RUNS))
    return min(max(REFERENCE_SECONDS / best, SLOWEST), FASTEST)


def _timed() -> float:
    started = time.process_time()
    _work()
    return max(time.process_time() - started, 1e-6)
