"""Weights within the limit, but most of them near zero."""

import math
import random
from itertools import pairwise
from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from sgd import sgd_step
from sigmoid import sigmoid, sigmoid_backward

Matrix = list[list[float]]
Params = list[Any]


def init_params(sizes: list[int], seed: int) -> Params:
    """Return new params for the layer sizes [d, h, …, c].

    Weights (fan_in × fan_out) are Glorot uniform in ±sqrt(6/(fan_in + fan_out)), biases zero.
    ValueError for fewer than two sizes or a size below 1.
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"at least two sizes, none below 1, not {sizes}")
    rng = random.Random(seed)
    params: Params = []
    for fan_in, fan_out in pairwise(sizes):
        limit = math.sqrt(6 / (fan_in + fan_out))
        w = [[rng.triangular(-limit, limit) for _ in range(fan_out)] for _ in range(fan_in)]
        params += [w, [0.0] * fan_out]
    return params


def minibatches(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """Return the indices 0 … count−1, shuffled and cut into batches of batch_size.

    The last batch may be shorter. ValueError if batch_size is below 1.
    """
    if batch_size < 1:
        raise ValueError(f"batch_size is at least 1, not {batch_size}")
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def forward(params: Params, x: Matrix) -> Matrix:
    """Return the logits (n×c) of the samples x (n×d)."""
    return _activations(params, x)[-1]


def loss_and_grads(params: Params, x: Matrix, labels: list[int]) -> tuple[float, Params]:
    """Return the mean cross-entropy of the samples x (n×d) and its gradients.

    The gradients have the structure of params, which stay as they were.
    """
    *inputs, logits = _activations(params, x)
    dy = cross_entropy_backward(logits, labels)
    grads: Params = []
    for a, w in zip(reversed(inputs), reversed(params[0::2])):
        da, dw, db = linear_backward(a, w, dy)
        grads = [dw, db, *grads]
        if a is not x:
            dy = sigmoid_backward(a, da)
    return cross_entropy(logits, labels), grads


def train(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """Train params in place by plain mini-batch SGD and return the loss of each epoch.

    The samples are shuffled and cut into batches anew every epoch, from the seed; epochs is at
    least 1. An epoch's loss is the mean over its samples of the loss as it was when each batch
    was met. ValueError if x and labels differ in number or batch_size is below 1, with nothing
    changed.
    """
    if len(x) != len(labels):
        raise ValueError(f"{len(x)} samples but {len(labels)} labels")
    rng = random.Random(seed)
    losses = []
    for _ in range(epochs):
        total = 0.0
        for batch in minibatches(len(x), batch_size, seed=rng.getrandbits(64)):
            loss, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
            sgd_step(params, grads, lr)
            total += loss * len(batch)
        losses.append(total / len(x))
    return losses


def predict(params: Params, x: Matrix) -> list[int]:
    """Return for each sample the column of its largest logit, the first on a tie."""
    return [row.index(max(row)) for row in forward(params, x)]


def accuracy(predicted: list[int], labels: list[int]) -> float:
    """Return the share of predictions that agree with their labels, in [0, 1].

    ValueError if the lengths differ or both are empty.
    """
    if len(predicted) != len(labels) or not labels:
        raise ValueError(f"{len(predicted)} predictions for {len(labels)} labels")
    return sum(p == label for p, label in zip(predicted, labels)) / len(labels)


def _activations(params: Params, x: Matrix) -> list[Matrix]:
    """The input of every layer, and last the logits."""
    activations = [x]
    *hidden, (w_last, b_last) = zip(params[0::2], params[1::2])
    for w, b in hidden:
        activations.append(sigmoid(linear(activations[-1], w, b)))
    return [*activations, linear(activations[-1], w_last, b_last)]
