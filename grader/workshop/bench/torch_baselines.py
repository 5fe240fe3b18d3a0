"""The same network with PyTorch, one thread."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from typing import Any

from grader.workshop.bench.models import CLASSES, INPUTS, AfterEpoch, Fit, Learner, Matrix, Shape
from grader.workshop.bench.schedule import batches_of, glorot, rate_at

# Looked for when the program runs: a Python without PyTorch never comes here.
torch: Any = importlib.import_module("torch")


def learners(batches: Sequence[int]) -> list[Learner]:
    """PyTorch in batches of each size."""
    torch.set_num_threads(1)
    return [Learner(f"PyTorch, batch {b}", Shape((28,), 4), _fit(b)) for b in batches]


def _fit(batch: int) -> Fit:
    def fit(
        images: Matrix, labels: list[int], seed: int, shape: Shape, after_epoch: AfterEpoch
    ) -> None:
        x, y = torch.tensor(images), torch.tensor(labels)
        parts: list[Any] = []
        sizes = [INPUTS, *shape.hidden, CLASSES]
        for weights, (a, b) in zip(
            glorot(shape, seed), zip(sizes, sizes[1:], strict=False), strict=True
        ):
            layer = torch.nn.Linear(a, b)
            with torch.no_grad():
                layer.weight.copy_(torch.tensor(weights).T)
                layer.bias.zero_()
            parts += [layer, torch.nn.Sigmoid()]
        network = torch.nn.Sequential(*parts[:-1])
        loss = torch.nn.CrossEntropyLoss()
        optimizer = torch.optim.SGD(network.parameters(), lr=1.0)

        def classify(seen: Matrix) -> list[int]:
            with torch.no_grad():
                answers: list[int] = network(torch.tensor(seen)).argmax(1).tolist()
            return answers

        for indices, done in batches_of(len(images), batch, shape.epochs, seed):
            if not indices:
                after_epoch(classify)
                continue
            optimizer.param_groups[0]["lr"] = rate_at(batch, done)
            optimizer.zero_grad()
            loss(network(x[indices]), y[indices]).backward()
            optimizer.step()

    return fit
