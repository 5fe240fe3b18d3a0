"""The two ends of a training loop: batches of samples in, updated parameters out."""

from __future__ import annotations
from collections.abc import Iterator
from typing import Any

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
        raise NotImplementedError

    def __len__(self) -> int:
        """Return the number of batches of a pass, a shorter last one included."""
        raise NotImplementedError

    def __iter__(self) -> Iterator[tuple[Matrix, list[int]]]:
        """Return a pass over all samples: (batch_x, batch_labels), fresh lists for each batch.

        The last batch may be shorter.
        """
        raise NotImplementedError


class SGD:
    """Gradient descent with momentum on a list of parameters, each a Matrix or a Vector."""

    def __init__(self, parameters: Params, lr: float, momentum: float = 0.0) -> None:
        """Take charge of the parameters; their velocities start at zero."""
        raise NotImplementedError

    def step(self, gradients: Params) -> None:
        """Update every parameter in place: v ← momentum·v + g, then p ← p − lr·v.

        gradients has the structure of the parameters and stays as it was.
        """
        raise NotImplementedError
