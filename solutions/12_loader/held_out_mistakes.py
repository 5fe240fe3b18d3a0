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


class DataLoader__seed_zero_not_shuffled(DataLoader):
    """Seed 0 is taken for no shuffling."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        super().__init__(x, labels, batch_size, shuffle and seed != 0, seed)


class SGD__rows_replaced_by_momentum(SGD):
    """With momentum the rows of a matrix are new lists after a step."""

    def step(self, gradients: Params) -> None:
        super().step(gradients)
        for parameter in self._parameters:
            if self._momentum and isinstance(parameter[0], list):
                parameter[:] = [list(row) for row in parameter]


class SGD__parameters_without_gradient_skipped(SGD):
    """A parameter whose whole gradient is zero does not roll on."""

    def step(self, gradients: Params) -> None:
        kept = [
            ([row[:] for row in _rows([p])], [row[:] for row in _rows([v])])
            for p, v in zip(self._parameters, self._velocities)
        ]
        super().step(gradients)
        for p, v, g, old in zip(self._parameters, self._velocities, gradients, kept):
            if not any(map(any, _rows([g]))):
                for row, before in zip(_rows([p]) + _rows([v]), old[0] + old[1]):
                    row[:] = before
