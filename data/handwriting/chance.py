"""Random numbers that are the same on every Python."""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")
SQRT_3 = 1.7320508075688772


class Chance:
    """Random choices built on `random.Random.random` alone.

    That method's sequence is promised to stay what it is for a given seed; how `shuffle`,
    `gauss` or `choice` use it is not.
    """

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def uniform(self, low: float, high: float) -> float:
        """A number in [low, high)."""
        return low + (high - low) * self._random()

    def bell(self, mean: float, deviation: float) -> float:
        """A nearly normal number, never further than 3.5 deviations from the mean."""
        total = self._random() + self._random() + self._random() + self._random()
        return mean + deviation * (total - 2.0) * SQRT_3

    def happens(self, probability: float) -> bool:
        """True with the given probability."""
        return self._random() < probability

    def index(self, count: int) -> int:
        """One of 0 … count−1."""
        return int(self._random() * count)

    def weighted(self, options: Sequence[tuple[float, T]]) -> T:
        """One of the options `(weight, option)`; the weights need not sum to 1."""
        total = 0.0
        for weight, _ in options:
            total += weight
        mark = self._random() * total
        for weight, option in options:
            mark -= weight
            if mark < 0.0:
                return option
        return options[-1][1]

    def shuffle(self, items: list[T]) -> None:
        """Shuffles in place (Fisher and Yates)."""
        for last in range(len(items) - 1, 0, -1):
            other = self.index(last + 1)
            items[last], items[other] = items[other], items[last]
