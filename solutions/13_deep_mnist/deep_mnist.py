"""Handwritten digits, read by a stack of layers with two hidden ones."""

from __future__ import annotations

from layers import CrossEntropyLoss, Linear, Sequential, Sigmoid
from loader import SGD, DataLoader

Matrix = list[list[float]]


def build(seed: int) -> Sequential:
    """Return an untrained network: 784 → 28 → 28 → 10, a sigmoid after each hidden layer."""
    first, second, last = (3 * seed + k for k in range(3))
    return Sequential(
        Linear(784, 28, first), Sigmoid(), Linear(28, 28, second), Sigmoid(), Linear(28, 10, last)
    )


def fit(images: Matrix, labels: list[int], seed: int) -> tuple[Sequential, list[float]]:
    """Train on images (n×784, each pixel in [0, 1]) with their digits.

    Return the model and the mean training loss of each epoch, as it was met. The same seed gives
    the same model.
    """
    model = build(seed)
    loss = CrossEntropyLoss()
    loader = DataLoader(images, labels, batch_size=20, shuffle=True, seed=seed)
    losses = []
    for lr in (0.2, 0.2, 0.1, 0.03):
        optimiser = SGD(model.parameters(), lr, momentum=0.9)
        total = 0.0
        for x, digits in loader:
            total += loss(model(x), digits) * len(digits)
            model.backward(loss.backward())
            optimiser.step(model.gradients())
        losses.append(total / len(labels))
    return model, losses


def classify(model: Sequential, images: Matrix) -> list[int]:
    """Return the digit 0 … 9 that the model of fit reads in each image (n×784)."""
    return [row.index(max(row)) for row in model(images)]
