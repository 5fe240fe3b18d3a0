"""Handwritten digits, read by a stack of layers with two hidden ones."""

from __future__ import annotations

Matrix = list[list[float]]


def build(seed: int) -> Sequential:
    """Return an untrained network: 784 → 28 → 28 → 10, a sigmoid after each hidden layer."""
    raise NotImplementedError


def fit(images: Matrix, labels: list[int], seed: int) -> tuple[Sequential, list[float]]:
    """Train on images (n×784, each pixel in [0, 1]) with their digits.

    Return the model and the mean training loss of each epoch, as it was met. The same seed gives
    the same model.
    """
    raise NotImplementedError


def classify(model: Sequential, images: Matrix) -> list[int]:
    """Return the digit 0 … 9 that the model of fit reads in each image (n×784)."""
    raise NotImplementedError
