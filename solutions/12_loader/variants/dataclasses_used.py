"""Dataclasses; a queue of batches for each pass; prints a lot."""

from collections import deque
from dataclasses import dataclass, field
from itertools import islice
from random import Random
from typing import Any


class ConfigurationError(ValueError):
    pass


@dataclass
class DataLoader:
    x: list
    labels: list
    batch_size: int
    shuffle: bool
    seed: int
    rng: Random = field(init=False, repr=False)

    def __post_init__(self):
        if len(self.x) - len(self.labels) or self.batch_size < 1:
            raise ConfigurationError(self.batch_size)
        self.rng = Random(self.seed)

    def __len__(self):
        return sum(1 for _ in range(0, len(self.x), self.batch_size))

    def __iter__(self):
        samples = [(x, y) for x, y in zip(self.x, self.labels)]
        if self.shuffle:
            self.rng.shuffle(samples)
        queue = deque(samples)
        while queue:
            take = min(self.batch_size, len(queue))
            xs, ys = zip(*[queue.popleft() for _ in range(take)])
            print("batch of", take)
            yield list(xs), list(islice(ys, take))


@dataclass
class SGD:
    parameters: list
    lr: float
    momentum: float = 0.0
    memory: dict = field(default_factory=dict)

    def step(self, gradients: list[Any]) -> None:
        for number, (p, g) in enumerate(zip(self.parameters, gradients)):
            self._walk(p, g, (number,))

    def _walk(self, p, g, path):
        for i, (entry, slope) in enumerate(zip(p, g)):
            here = (*path, i)
            if isinstance(entry, list):
                self._walk(entry, slope, here)
            else:
                v = self.momentum * self.memory.get(here, 0.0) + slope
                self.memory[here] = v
                p[i] = entry - self.lr * v
