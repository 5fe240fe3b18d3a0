"""Plausible wrong finales, each explained to the person who wrote it.

They are few, and most train on a part of the images only: to prove one takes a training run.
"""

from __future__ import annotations

import random

from softmax_regression import _descend, classify
from tensor import Tensor, log_softmax, nll

Matrix = list[list[float]]

_classify = classify  # the right one, for wrong ones to build on


def _trained(images: Matrix, labels: list[int]) -> tuple[Tensor, Tensor]:
    """A model after ten steps on the images."""
    weight, bias = Tensor([[0.0] * 10 for _ in range(784)]), Tensor([[0.0] * 10])
    for _ in range(10):
        nll(log_softmax(Tensor(images) @ weight + bias), labels).backward()
        _descend(weight)
        _descend(bias)
    return weight, bias


def fit__nothing_moved(images: Matrix, labels: list[int], seed: int) -> tuple[Tensor, Tensor]:
    """Your step computes new lists and puts them into new Tensors. The weight that you train with
    and return keeps its old numbers, so the model knows nothing and reads one digit in ten."""
    weight, bias = Tensor([[0.0] * 10 for _ in range(784)]), Tensor([[0.0] * 10])
    nll(log_softmax(Tensor(images[:50]) @ weight + bias), labels[:50]).backward()
    for parameter in (weight, bias):
        Tensor(
            [
                [p - 0.1 * g for p, g in zip(row, grads)]
                for row, grads in zip(parameter.data, parameter.grad)
            ]
        )
    return weight, bias


def fit__uphill(images: Matrix, labels: list[int], seed: int) -> tuple[Tensor, Tensor]:
    """Your step adds the gradient. It points to where the loss grows fastest; down is the other
    way."""
    weight, bias = Tensor([[0.0] * 10 for _ in range(784)]), Tensor([[0.0] * 10])
    for start in range(0, 500, 50):
        batch, digits = images[start : start + 50], labels[start : start + 50]
        nll(log_softmax(Tensor(batch) @ weight + bias), digits).backward()
        for parameter in (weight, bias):
            for row, grads in zip(parameter.data, parameter.grad):
                row[:] = [p + 0.1 * g for p, g in zip(row, grads)]
            parameter.cleargrad()
    return weight, bias


def fit__images_shuffled_alone(
    images: Matrix, labels: list[int], seed: int
) -> tuple[Tensor, Tensor]:
    """You shuffle the images and leave the labels in their order. That teaches the model that any
    digit may mean anything."""
    mixed = images[:]
    random.Random(seed).shuffle(mixed)
    return _trained(mixed[:500], labels[:500])


def fit__graph_of_the_epoch(images: Matrix, labels: list[int], seed: int) -> tuple[Tensor, Tensor]:
    """You call backward on the sum of the losses so far. It walks the graphs of all earlier batches
    once more and adds their gradients again, so each batch takes longer than the last. Call
    backward on the loss of the batch; to print a sum, add up plain numbers."""
    weight, bias = Tensor([[0.0] * 10 for _ in range(784)]), Tensor([[0.0] * 10])
    for _ in range(5):
        total = Tensor([[0.0]])
        for start in range(0, len(images), 25):
            batch, digits = images[start : start + 25], labels[start : start + 25]
            total = total + nll(log_softmax(Tensor(batch) @ weight + bias), digits)
            total.backward()
            _descend(weight)
            _descend(bias)
    return weight, bias


def fit__images_changed(images: Matrix, labels: list[int], seed: int) -> tuple[Tensor, Tensor]:
    """You prepare the images in place. They belong to the caller, who wants to use them again: make
    new lists."""
    for image in images:
        image[:] = [float(pixel > 0.5) for pixel in image]
    return _trained(images[:500], labels[:500])


def classify__scores(model: tuple[Tensor, Tensor], images: Matrix) -> Matrix:
    """You return ten scores for each image. Return the digit itself: the column of the largest."""
    weight, bias = model
    return (Tensor(images) @ weight + bias).data


def classify__digits_from_one(model: tuple[Tensor, Tensor], images: Matrix) -> list[int]:
    """You count the columns from one. Digit 0 belongs to the first column, which has number 0."""
    return [digit + 1 for digit in _classify(model, images)]
