"""The same network with numpy: on arrays, and on lists that every product turns into arrays.

Sigmoid layers, softmax cross-entropy, plain mini-batch descent with a rate that falls to 0, the
weights of Glorot: as in the gallery's first four steps, which go image by image.
"""

from __future__ import annotations

import importlib
import math
from collections.abc import Sequence
from typing import Any

from grader.workshop.bench.models import AfterEpoch, Fit, Learner, Matrix, Shape
from grader.workshop.bench.schedule import batches_of, glorot, rate_at

# Looked for when the program runs: a Python without numpy never comes here.
np: Any = importlib.import_module("numpy")

LISTS_BATCH = 50


def learners(batches: Sequence[int]) -> list[Learner]:
    """Numpy arrays in batches of each size, and numpy on lists."""
    own = Shape((28,), 4)
    found = [Learner(f"numpy arrays, batch {b}", own, _arrays(b)) for b in batches]
    return [*found, Learner(f"numpy on lists, batch {LISTS_BATCH}", own, _on_lists)]


def _arrays(batch: int) -> Fit:
    def fit(
        images: Matrix, labels: list[int], seed: int, shape: Shape, after_epoch: AfterEpoch
    ) -> None:
        x, y = np.array(images), np.array(labels)
        weights = [np.array(w) for w in glorot(shape, seed)]
        biases = [np.zeros(w.shape[1]) for w in weights]

        def forward(seen: Any) -> list[Any]:
            tape = [seen]
            for w, b in zip(weights, biases, strict=True):
                z = tape[-1] @ w + b
                tape.append(z if w is weights[-1] else 0.5 + 0.5 * np.tanh(0.5 * z))
            return tape

        def classify(seen: Matrix) -> list[int]:
            answers: list[int] = forward(np.array(seen))[-1].argmax(1).tolist()
            return answers

        for indices, done in batches_of(len(images), batch, shape.epochs, seed):
            if not indices:
                after_epoch(classify)
                continue
            rate, count = rate_at(batch, done), len(indices)
            tape = forward(x[indices])
            exps = np.exp(tape[-1] - tape[-1].max(1, keepdims=True))
            delta = exps / exps.sum(1, keepdims=True)
            delta[np.arange(count), y[indices]] -= 1
            delta /= count
            for layer in reversed(range(len(weights))):
                below = tape[layer]
                upstream = delta @ weights[layer].T if layer else delta
                weights[layer] -= rate * (below.T @ delta)
                biases[layer] -= rate * delta.sum(0)
                delta = upstream * below * (1 - below) if layer else delta

    return fit


def product(a: Sequence[Sequence[float]], b: Sequence[Sequence[float]]) -> Matrix:
    """The product of two matrices in lists, by numpy: there and back."""
    result: Matrix = np.dot(np.array(a), np.array(b)).tolist()
    return result


def _on_lists(
    images: Matrix, labels: list[int], seed: int, shape: Shape, after_epoch: AfterEpoch
) -> None:
    weights = glorot(shape, seed)
    biases = [[0.0] * len(w[0]) for w in weights]

    def forward(seen: Matrix) -> list[Matrix]:
        tape = [seen]
        for layer, (w, b) in enumerate(zip(weights, biases, strict=True)):
            z = [[v + c for v, c in zip(row, b, strict=True)] for row in product(tape[-1], w)]
            last = layer == len(weights) - 1
            tape.append(z if last else [[0.5 + 0.5 * math.tanh(0.5 * v) for v in r] for r in z])
        return tape

    def classify(seen: Matrix) -> list[int]:
        return [row.index(max(row)) for row in forward(seen)[-1]]

    for indices, done in batches_of(len(images), LISTS_BATCH, shape.epochs, seed):
        if not indices:
            after_epoch(classify)
            continue
        rate = rate_at(LISTS_BATCH, done)
        tape = forward([images[i] for i in indices])
        delta = [
            _delta(row, labels[i], len(indices)) for row, i in zip(tape[-1], indices, strict=True)
        ]
        for layer in reversed(range(len(weights))):
            below, w = tape[layer], weights[layer]
            gradient = product(list(zip(*below, strict=True)), delta)
            upstream = product(delta, list(zip(*w, strict=True))) if layer else []
            weights[layer] = [
                [v - rate * g for v, g in zip(row, grads, strict=True)]
                for row, grads in zip(w, gradient, strict=True)
            ]
            biases[layer] = [
                v - rate * sum(column)
                for v, column in zip(biases[layer], zip(*delta, strict=True), strict=True)
            ]
            delta = [
                [u * v * (1 - v) for u, v in zip(us, vs, strict=True)]
                for us, vs in zip(upstream, below, strict=False)
            ]


def _delta(logits: list[float], label: int, count: int) -> list[float]:
    """The gradient of the mean cross-entropy for one row of logits."""
    largest = max(logits)
    exps = [math.exp(z - largest) for z in logits]
    total = sum(exps) * count
    found = [e / total for e in exps]
    found[label] -= 1 / count
    return found
