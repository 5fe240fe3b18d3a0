"""A shuffle that is the same on every Python and every machine."""

from __future__ import annotations

import random


def permutation(count: int, seed: int) -> list[int]:
    """0 … count−1 in an order that the seed decides."""
    lots = random.Random(seed)  # of which random() alone is promised to be the same everywhere
    order = list(range(count))
    for last in range(count - 1, 0, -1):
        other = int(lots.random() * (last + 1))
        order[last], order[other] = order[other], order[last]
    return order
