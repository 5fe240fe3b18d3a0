"""Softmax regression on handwritten digits, trained by one's own engine."""

from __future__ import annotations

import random

from tensor import Tensor, log_softmax, nll

Matrix = list[list[float]]

EPOCHS = 5
BATCH_SIZE = 25
LEARNING_RATE = 0.1


def fit(images: Matrix, labels: list[int], seed: int) -> tuple[Tensor, Tensor]:
    """Train one linear layer on images (n×784, each pixel in [0, 1]) with their digits.

    Return the model: any object that classify takes. The same seed gives the same model.
    """
    rng = random.Random(seed)
    weight = Tensor([[0.0] * 10 for _ in range(784)])
    bias = Tensor([[0.0] * 10])
    order = list(range(len(images)))
    for _ in range(EPOCHS):
        rng.shuffle(order)
        for start in range(0, len(order), BATCH_SIZE):
            batch = order[start : start + BATCH_SIZE]
            logits = Tensor([images[i] for i in batch]) @ weight + bias
            nll(log_softmax(logits), [labels[i] for i in batch]).backward()
            _descend(weight)
            _descend(bias)
    return weight, bias


def classify(model: tuple[Tensor, Tensor], images: Matrix) -> list[int]:
    """Return the digit 0 … 9 that the model of fit reads in each image (n×784)."""
    weight, bias = model
    logits = Tensor(images) @ weight + bias
    return [row.index(max(row)) for row in logits.data]


def _descend(parameter: Tensor) -> None:
    """One step of gradient descent, which uses the gradient up."""
    for row, grads in zip(parameter.data, parameter.grad or []):
        row[:] = [p - LEARNING_RATE * g for p, g in zip(row, grads)]
    parameter.cleargrad()
