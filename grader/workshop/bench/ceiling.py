"""The interpreter's ceiling: the fastest dot products of floats that plain Python has."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Sequence
from operator import mul

from grader.workshop.bench.clock import best

LENGTH, TIMES, REPEATS = 10_000, 20, 9


def ceilings() -> dict[str, float]:
    """Multiply-adds in a CPU second of each way to take the dot product of two long lists."""
    rng = random.Random(1)
    a, b = ([rng.random() for _ in range(LENGTH)] for _ in range(2))
    ways: dict[str, Callable[[Sequence[float], Sequence[float]], float]] = {
        "sum(x * y for x, y in zip(a, b))": lambda a, b: sum(
            x * y for x, y in zip(a, b, strict=False)
        ),
        "sum(map(mul, a, b))": lambda a, b: sum(map(mul, a, b)),
    }
    if sys.version_info >= (3, 12):
        ways["math.sumprod(a, b)"] = math.sumprod

    def rate(way: Callable[[Sequence[float], Sequence[float]], float]) -> float:
        return LENGTH * TIMES / best(lambda: [way(a, b) for _ in range(TIMES)], REPEATS)

    return {name: rate(way) for name, way in ways.items()}
