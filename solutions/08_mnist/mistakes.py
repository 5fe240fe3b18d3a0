"""Plausible wrong finales, each explained to the person who wrote it.

They are few: to prove one takes a training run.
"""

import random
from typing import Any

from train import accuracy, init_params, predict, train

Matrix = list[list[float]]


def fit__nothing_learned(images: Matrix, labels: list[int], seed: int) -> Any:
    """You return the params as they were drawn, and train another list. A network that knows
    nothing reads one digit in ten."""
    params = init_params([784, 32, 10], seed)
    copy = [[list(row) for row in p] if isinstance(p[0], list) else list(p) for p in params]
    train(copy, images[:100], labels[:100], epochs=1, batch_size=10, lr=1.0, seed=seed)
    return params


def classify__nothing_learned(model: Any, images: Matrix) -> list[int]:
    """(Part of the mistake above.)"""
    return predict(model, images)


def fit__pixels_divided_again(images: Matrix, labels: list[int], seed: int) -> Any:
    """You divide the pixels by 255. They lie in [0, 1] already; another 255 times smaller, they
    hardly move the network."""
    params = init_params([784, 32, 10], seed)
    faint = [[pixel / 255 for pixel in image] for image in images]
    train(params, faint, labels, epochs=2, batch_size=10, lr=1.0, seed=seed)
    return params


def classify__pixels_divided_again(model: Any, images: Matrix) -> list[int]:
    """(Part of the mistake above.)"""
    return predict(model, [[pixel / 255 for pixel in image] for image in images])


def fit__images_shuffled_alone(images: Matrix, labels: list[int], seed: int) -> Any:
    """You shuffle the images and leave the labels in their order. That teaches the network that any
    digit may mean anything."""
    mixed = images[:]
    random.Random(seed).shuffle(mixed)
    params = init_params([784, 32, 10], seed)
    train(params, mixed, labels, epochs=1, batch_size=10, lr=1.0, seed=seed)
    return params


def classify__images_shuffled_alone(model: Any, images: Matrix) -> list[int]:
    """(Part of the mistake above.)"""
    return predict(model, images)


def fit__accuracy_after_every_batch(images: Matrix, labels: list[int], seed: int) -> Any:
    """You measure the accuracy on all the images after every batch: the network reads five thousand
    for every ten that it learns from, and the time is gone. Once an epoch is enough."""
    params = init_params([784, 32, 10], seed)
    for start in range(0, len(images), 10):
        batch, digits = images[start : start + 10], labels[start : start + 10]
        train(params, batch, digits, epochs=1, batch_size=10, lr=1.0, seed=seed)
        print(accuracy(predict(params, images), labels))
    return params


def classify__accuracy_after_every_batch(model: Any, images: Matrix) -> list[int]:
    """(Part of the mistake above.)"""
    return predict(model, images)


def fit__images_changed(images: Matrix, labels: list[int], seed: int) -> Any:
    """You prepare the images in place. They belong to the caller, who wants to use them again: make
    new lists."""
    for image in images:
        image[:] = [float(pixel > 0.5) for pixel in image]
    params = init_params([784, 32, 10], seed)
    train(params, images[:100], labels[:100], epochs=1, batch_size=10, lr=1.0, seed=seed)
    return params


def classify__images_changed(model: Any, images: Matrix) -> list[int]:
    """(Part of the mistake above.)"""
    return predict(model, [[float(pixel > 0.5) for pixel in image] for image in images])


def classify__prepared_for_training_only(model: Any, images: Matrix) -> list[int]:
    """You prepare the images for training but not for reading. The model expects images like those
    that it has learned from."""
    return predict(model, images)


def classify__scores(model: Any, images: Matrix) -> list[list[float]]:
    """You return ten scores for each image. Return the digit itself: the column of the largest."""
    return [[float(digit == d) for d in range(10)] for digit in predict(model, _quarters(images))]


def _quarters(images: Matrix) -> Matrix:
    """The images as the reference prepares them."""
    return [
        [
            (image[i] + image[i + 1] + image[i + 28] + image[i + 29]) / 4
            for row in range(2, 26, 2)
            for i in range(28 * row + 2, 28 * row + 26, 2)
        ]
        for image in images
    ]
