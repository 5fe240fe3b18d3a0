"""Wrong loaders and optimisers that the catalogue does not list."""

from collections.abc import Iterator
from typing import Any

from loader import SGD, DataLoader
from sgd import _rows

Matrix = list[list[float]]
Params = list[Any]


class DataLoader__batches_sorted(DataLoader):
    """Every batch is sorted by its samples, which keeps the pairs but not the order of x."""

    def __iter__(self) -> Iterator[tuple[Matrix, list[int]]]:
        for batch in super().__iter__():
            pairs = sorted(zip(*batch))
            yield [x for x, _ in pairs], [label for _, label in pairs]


class DataLoader__duplicates_dropped(DataLoader):
    """Samples that occur twice with the same label are served once."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle, seed)
        pairs: list[tuple[list[float], int]] = []
        for pair in zip(x, labels):
            if pair not in pairs:
                pairs.append(pair)
        self._x, self._labels = [sample for sample, _ in pairs], [label for _, label in pairs]


class SGD__zero_gradients_skipped(SGD):
    """Entries whose gradient is 0 are passed over, although their velocity still moves them."""

    def step(self, gradients: Params) -> None:
        every = zip(_rows(self._parameters), _rows(gradients), _rows(self._velocities))
        for p, g, v in every:
            for i, slope in enumerate(g):
                if slope:
                    v[i] = self._momentum * v[i] + slope
                    p[i] -= self._lr * v[i]
