"""Plausible wrong finales, each explained to the person who wrote it.

They are few: to prove one takes a training run.
"""

from typing import Any

from deep_mnist import build
from layers import CrossEntropyLoss, Linear, Sequential, Sigmoid, Softmax
from loader import SGD, DataLoader

Matrix = list[list[float]]


def _trained(
    model: Sequential, parameters: list[Any], images: Matrix, labels: list[int], epochs: int
) -> list[float]:
    loss = CrossEntropyLoss()
    loader = DataLoader(images, labels, batch_size=20, shuffle=True, seed=1)
    optimiser = SGD(parameters, lr=0.2, momentum=0.9)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for x, digits in loader:
            total += loss(model(x), digits) * len(digits)
            model.backward(loss.backward())
            optimiser.step(model.gradients())
        losses.append(total / len(labels))
    return losses


def build__one_hidden_layer(seed: int) -> Sequential:
    """You build one hidden layer. It may read as well, but the task is a network of three Linear
    layers, 784–28–28–10."""
    return Sequential(Linear(784, 28, seed), Sigmoid(), Linear(28, 10, seed + 1))


def build__softmax_at_the_end(seed: int) -> Sequential:
    """You end the network with a Softmax, and the loss applies another one to its output, so its
    logits lie between 0 and 1. Such a loss cannot fall below 1.46, however sure the network is."""
    return Sequential(
        Linear(784, 28, seed),
        Sigmoid(),
        Linear(28, 28, seed + 1),
        Sigmoid(),
        Linear(28, 10, seed + 2),
        Softmax(),
    )


def fit__total_not_reset(
    images: Matrix, labels: list[int], seed: int
) -> tuple[Sequential, list[float]]:
    """You start the sum of the losses once, before the first epoch, so each epoch's loss contains
    those of all epochs before, and the list can only rise."""
    model = build(seed)
    losses = _trained(model, model.parameters(), images, labels, 4)
    return model, [sum(losses[: i + 1]) for i in range(len(losses))]


def fit__trial_left_in(
    images: Matrix, labels: list[int], seed: int
) -> tuple[Sequential, list[float]]:
    """You still train on the few hundred images with which you tried things out. The loss falls as
    it should, but the network learns these by heart and reads other digits badly."""
    model = build(seed)
    return model, _trained(model, model.parameters(), images[:200], labels[:200], 10)


def fit__another_network(
    images: Matrix, labels: list[int], seed: int
) -> tuple[Sequential, list[float]]:
    """You build the network a second time for the optimiser. It moves the parameters of that copy,
    and the network that you train never learns."""
    model = build(seed)
    parameters = build(seed).parameters()
    return model, _trained(model, parameters, images[:500], labels[:500], 3)


def fit__numerical_gradients(
    images: Matrix, labels: list[int], seed: int
) -> tuple[Sequential, list[float]]:
    """You take the gradients by finite differences: two forward passes for each of the network's
    23,000 parameters, and that for every batch. Finite differences are for checking a backward pass
    on a few numbers, not for training."""
    model = build(seed)
    loss, eps = CrossEntropyLoss(), 1e-5
    for x, digits in DataLoader(images, labels, batch_size=20, shuffle=True, seed=seed):
        for parameter in model.parameters():
            for row in parameter if isinstance(parameter[0], list) else [parameter]:
                for i, middle in enumerate(row):
                    row[i] = middle + eps
                    above = loss(model(x), digits)
                    row[i] = middle - eps
                    below = loss(model(x), digits)
                    row[i] = middle - 0.2 * (above - below) / (2 * eps)
    return model, [2.3, 0.3]


def fit__model_alone(images: Matrix, labels: list[int], seed: int) -> Sequential:
    """You return the model alone. Return the mean loss of each epoch as well: the loss has to
    fall."""
    model: Sequential = build(seed)
    _trained(model, model.parameters(), images[:500], labels[:500], 1)
    return model


def fit__scores(images: Matrix, labels: list[int], seed: int) -> tuple[Sequential, list[float]]:
    """You return ten logits for each image. Return the digit itself: the column of the largest."""
    model = build(seed)
    return model, _trained(model, model.parameters(), images[:500], labels[:500], 3)


def classify__scores(model: Sequential, images: Matrix) -> Matrix:
    """(Part of the mistake above.)"""
    return model(images)
