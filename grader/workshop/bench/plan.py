"""How much the benchmark measures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """How much is measured, in all sections."""

    seeds: tuple[int, ...]  # a training run for each
    images: int  # to learn from
    test: int  # other images, to read
    whole: bool  # all of MNIST as well
    hidden: tuple[int, ...]  # units of the hidden layer, for the growth by them
    counts: tuple[int, ...]  # of images, for the growth by them
    starts: int  # of a guest
    calls: int  # of each size to a guest
    verdicts: int  # on each exercise, cold
    many: int  # of one preloaded judge
    submissions: int  # of a class


FULL = Plan(
    seeds=(1, 2, 3),
    images=5_000,
    test=2_000,
    whole=True,
    hidden=(16, 32, 64, 128, 256),
    counts=(500, 1_000, 2_000, 4_000),
    starts=30,
    calls=200,
    verdicts=9,
    many=300,
    submissions=12,
)
QUICK = Plan(
    seeds=(1,),
    images=1_000,
    test=1_000,
    whole=False,
    hidden=(32, 128),
    counts=(500, 1_000),
    starts=10,
    calls=50,
    verdicts=1,
    many=12,
    submissions=2,
)
