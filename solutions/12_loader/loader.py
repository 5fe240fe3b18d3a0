"""The two ends of a training loop: batches of samples in, updated parameters out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

from sgd import momentum_step

Matrix = list[list[float]]
Params = list[Any]


class DataLoader:
    """The samples and their labels in batches, in a new order on every pass if shuffled."""

    def __init__(
        self, x: Matrix, labels: list[int], batch_size: int, shuffle: bool, seed: int
    ) -> None:
        """Serve the rows of x, with one label each, in batches; x and labels stay as they were.

        With shuffle every pass has an order of its own, drawn from the seed: two loaders with
        one seed give the same passes. Without it every pass has the order of x.

        Raises ValueError if x and labels differ in number or batch_size is below 1.
        """
        if len(x) != len(labels):
            raise ValueError(f"{len(x)} samples but {len(labels)} labels")
        if batch_size < 1:
            raise ValueError(f"batch_size is at least 1, not {batch_size}")
        self._x = x
        self._labels = labels
        self._batch_size = batch_size
        self._shuffle = shuffle
        self._rng = random.Random(seed)

    def __len__(self) -> int:
        """Return the number of batches of a pass, a shorter last one included."""
        return len(range(0, len(self._x), self._batch_size))

    def __iter__(self) -> Iterator[tuple[Matrix, list[int]]]:
        """Return a pass over all samples: (batch_x, batch_labels), fresh lists for each batch.

        The last batch may be shorter.
        """
        order = list(range(len(self._x)))
        if self._shuffle:
            self._rng.shuffle(order)
        for start in range(0, len(order), self._batch_size):
            batch = order[start : start + self._batch_size]
            yield [self._x[i] for i in batch], [self._labels[i] for i in batch]


class SGD:
    """Gradient descent with momentum on a list of parameters, each a Matrix or a Vector."""

    def __init__(self, parameters: Params, lr: float, momentum: float = 0.0) -> None:
        """Take charge of the parameters; their velocities start at zero."""
        self._parameters = parameters
        self._velocities = [_zeros(p) for p in parameters]
        self._lr = lr
        self._momentum = momentum

    def step(self, gradients: Params) -> None:
        """Update every parameter in place: v ← momentum·v + g, then p ← p − lr·v.

        gradients has the structure of the parameters and stays as it was.
        """
        momentum_step(self._parameters, gradients, self._velocities, self._lr, self._momentum)


def _zeros(parameter: list[Any]) -> list[Any]:
    if isinstance(parameter[0], list):
        return [[0.0] * len(row) for row in parameter]
    return [0.0] * len(parameter)
