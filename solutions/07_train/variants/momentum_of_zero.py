"""Uses momentum_step with momentum 0, which is plain SGD; generators; a running mean."""

import random
from collections.abc import Iterator
from math import fsum, sqrt

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from sgd import momentum_step
from sigmoid import sigmoid, sigmoid_backward

Matrix = list[list[float]]


def init_params(sizes: list[int], seed: int) -> list:
    if not (len(sizes) >= 2 and all(s > 0 for s in sizes)):
        raise ValueError(f"sizes: {sizes}")
    rng = random.Random(seed)
    return [p for pair in zip(sizes, sizes[1:]) for p in _layer(*pair, rng)]


def _layer(fan_in: int, fan_out: int, rng: random.Random) -> tuple[Matrix, list[float]]:
    r = sqrt(6.0 / (fan_in + fan_out))
    flat = [rng.uniform(-r, +r) for _ in range(fan_in * fan_out)]
    return [flat[i : i + fan_out] for i in range(0, len(flat), fan_out)], [0.0] * fan_out


def _cuts(count: int, batch_size: int, rng: random.Random) -> Iterator[list[int]]:
    indices = list(range(count))
    rng.shuffle(indices)
    for start in range(0, count, batch_size):
        yield indices[start : min(count, start + batch_size)]


def minibatches(count: int, batch_size: int, seed: int) -> list[list[int]]:
    if batch_size < 1:
        raise ValueError(f"batch_size: {batch_size}")
    return list(_cuts(count, batch_size, random.Random(seed)))


def _hidden(params: list, x: Matrix) -> Iterator[Matrix]:
    yield x
    for k in range(0, len(params) - 2, 2):
        x = sigmoid(linear(x, params[k], params[k + 1]))
        yield x


def forward(params: list, x: Matrix) -> Matrix:
    for last in _hidden(params, x):
        pass
    return linear(last, params[-2], params[-1])


def loss_and_grads(params: list, x: Matrix, labels: list[int]) -> tuple[float, list]:
    inputs = list(_hidden(params, x))
    logits = linear(inputs[-1], *params[-2:])
    grads: list = [None] * len(params)
    dy = cross_entropy_backward(logits, labels)
    for k in range(len(inputs) - 1, -1, -1):
        if k < len(inputs) - 1:
            dy = sigmoid_backward(inputs[k + 1], dy)
        dy, grads[2 * k], grads[2 * k + 1] = linear_backward(inputs[k], params[2 * k], dy)
    return cross_entropy(logits, labels), grads


def train(params, x, labels, *, epochs, batch_size, lr, seed):
    if len(labels) != len(x):
        raise ValueError(f"{len(x)} samples, {len(labels)} labels")
    if not batch_size >= 1:
        raise ValueError(f"batch_size: {batch_size}")
    rng = random.Random(seed)
    still = [[[0.0] * len(r) for r in p] if isinstance(p[0], list) else [0.0] * len(p) for p in params]
    return [_epoch(params, still, x, labels, batch_size, lr, rng) for _ in range(epochs)]


def _epoch(params, still, x, labels, batch_size, lr, rng):
    parts = []
    for batch in _cuts(len(x), batch_size, rng):
        loss, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
        momentum_step(params, grads, still, lr, 0.0)
        parts.append(loss * (len(batch) / len(x)))
    return fsum(parts)


def predict(params, x):
    return [next(j for j, v in enumerate(row) if v == max(row)) for row in forward(params, x)]


def accuracy(predicted, labels):
    if len(predicted) == len(labels) > 0:
        return sum(map(int.__eq__, predicted, labels)) / len(labels)
    raise ValueError("accuracy of what?")
