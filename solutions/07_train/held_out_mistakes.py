"""Wrong trainings that the catalogue does not list."""

import math
import random
from functools import cache
from itertools import pairwise
from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear_backward
from sgd import sgd_step
from sigmoid import sigmoid_backward
from train import _activations, forward, init_params, loss_and_grads, minibatches, train

Matrix = list[list[float]]
Params = list[Any]

_right_init_params = init_params
_right_minibatches = minibatches
_right_train = train


def train__first_epoch_in_order(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """Shuffles at the end of each epoch, so the first one is met in the order of the data."""
    if len(x) != len(labels):
        raise ValueError(f"{len(x)} samples but {len(labels)} labels")
    minibatches(len(x), batch_size, seed)  # refuses a batch_size below 1
    rng = random.Random(seed)
    losses = []
    indices = list(range(len(x)))
    for _ in range(epochs):
        total = 0.0
        for start in range(0, len(x), batch_size):
            batch = indices[start : start + batch_size]
            loss, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
            sgd_step(params, grads, lr)
            total += loss * len(batch)
        rng.shuffle(indices)
        losses.append(total / len(x))
    return losses


def loss_and_grads__labels_smoothed(
    params: Params, x: Matrix, labels: list[int]
) -> tuple[float, Params]:
    """The gradients are those of smoothed labels."""
    *inputs, logits = _activations(params, x)
    dy = cross_entropy_backward(logits, labels)
    classes = len(logits[0])
    for row, label in zip(dy, labels):
        for j in range(classes):
            row[j] += 0.001 * ((j == label) - 1 / classes) / len(dy)
    grads: Params = []
    for a, w in zip(reversed(inputs), reversed(params[0::2])):
        da, dw, db = linear_backward(a, w, dy)
        grads = [dw, db, *grads]
        if a is not x:
            dy = sigmoid_backward(a, da)
    return cross_entropy(logits, labels), grads


def predict__logits_rounded(params: Params, x: Matrix) -> list[int]:
    """Rounds the logits before it compares them."""
    rounded = [[round(v, 3) for v in row] for row in forward(params, x)]
    return [row.index(max(row)) for row in rounded]


def minibatches__rotated_instead_of_shuffled(
    count: int, batch_size: int, seed: int
) -> list[list[int]]:
    """Begins at a random place and goes round."""
    if batch_size < 1:
        raise ValueError(f"batch_size is at least 1, not {batch_size}")
    order = list(range(count))
    cut = random.Random(seed).randrange(count)
    order = order[cut:] + order[:cut]
    return [order[start : start + batch_size] for start in range(0, count, batch_size)]


def init_params__triangular_weights(sizes: list[int], seed: int) -> Params:
    """Weights within the limit, but most of them near zero."""
    if len(sizes) < 2 or min(sizes) < 1:
        raise ValueError(f"at least two sizes, none below 1, not {sizes}")
    rng = random.Random(seed)
    params: Params = []
    for fan_in, fan_out in pairwise(sizes):
        limit = math.sqrt(6 / (fan_in + fan_out))
        w = [[rng.triangular(-limit, limit) for _ in range(fan_out)] for _ in range(fan_in)]
        params += [w, [0.0] * fan_out]
    return params


def minibatches__seed_zero_taken_for_none(
    count: int, batch_size: int, seed: int
) -> list[list[int]]:
    """Seed 0 is taken for no seed at all."""
    return _right_minibatches(count, batch_size, seed or random.getrandbits(32))


def minibatches__one_batch_not_shuffled(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """If all samples fit into one batch they stay in order."""
    batches = _right_minibatches(count, batch_size, seed)
    return batches if len(batches) > 1 else [list(range(count))]


@cache
def minibatches__handed_out_again(count: int, batch_size: int, seed: int) -> list[list[int]]:
    """The lists are kept: whoever empties one empties it for the next call."""
    return _right_minibatches(count, batch_size, seed)


def train__loss_at_the_start_of_the_epoch(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """The loss of an epoch is that of all samples before its first step."""
    if len(x) != len(labels):
        raise ValueError(f"{len(x)} samples but {len(labels)} labels")
    rng = random.Random(seed)
    losses = []
    for _ in range(epochs):
        batches = minibatches(len(x), batch_size, rng.getrandbits(64))
        losses.append(loss_and_grads(params, x, labels)[0])
        for batch in batches:
            _, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
            sgd_step(params, grads, lr)
    return losses


def init_params__last_input_without_weight(sizes: list[int], seed: int) -> Params:
    """Nothing comes from the last input of a layer, until it is trained."""
    params = _right_init_params(sizes, seed)
    for w in params[::2]:
        w[-1][:] = [0.0] * len(w[-1])
    return params


def init_params__two_units_alike(sizes: list[int], seed: int) -> Params:
    """The first two units of each layer begin with the same weights, and so learn the same."""
    params = _right_init_params(sizes, seed)
    for row in (row for w in params[::2] for row in w):
        row[1:2] = row[: len(row[1:2])]
    return params


def train__never_all_at_once(
    params: Params,
    x: Matrix,
    labels: list[int],
    *,
    epochs: int,
    batch_size: int,
    lr: float,
    seed: int,
) -> list[float]:
    """A batch that would hold all samples is cut in two, so that there is something to shuffle."""
    if len(x) == len(labels) and 1 < len(x) <= batch_size:
        batch_size = (len(x) + 1) // 2
    return _right_train(params, x, labels, epochs=epochs, batch_size=batch_size, lr=lr, seed=seed)


def minibatches__seed_of_one_byte(n: int, batch_size: int, seed: int) -> list[list[int]]:
    """The seed is taken modulo 251, so that a few hundred seeds give all the orders there are."""
    return _right_minibatches(n, batch_size, seed % 251)


def accuracy__compared_as_objects(predicted: list[int], labels: list[int]) -> float:
    """Compares by `is`, which holds of equal ints only where Python keeps one object of each."""
    if not labels or len(predicted) != len(labels):
        raise ValueError("as many predictions as labels, and one at least")
    return sum(p is label for p, label in zip(predicted, labels)) / len(labels)


def init_params__one_weight_for_equal_shapes(sizes: list[int], seed: int) -> Params:
    """Draws one weight for each shape, and gives every layer of that shape a copy of it."""
    params = _right_init_params(sizes, seed)
    drawn: dict[tuple[int, int], Matrix] = {}
    for k in range(0, len(params), 2):
        first = drawn.setdefault((len(params[k]), len(params[k][0])), params[k])
        params[k] = [row[:] for row in first]
    return params
