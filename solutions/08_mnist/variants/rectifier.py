"""ReLU in place of the sigmoid, momentum, and a named model, from the parts of 04 to 06."""

import random
from typing import NamedTuple

from cross_entropy import cross_entropy_backward
from linear import linear, linear_backward
from sgd import momentum_step


class Model(NamedTuple):
    w1: list
    b1: list
    w2: list
    b2: list


def fit(images, labels, seed):
    rng = random.Random(f"model {seed}")
    model = Model(normal(784, 24, rng), [0.0] * 24, normal(24, 10, rng), [0.0] * 10)
    velocities = [normal(784, 24), [0.0] * 24, normal(24, 10), [0.0] * 10]
    for lr in 0.1, 0.1, 0.02:
        order = rng.sample(range(len(images)), len(images))
        while order:
            batch = [order.pop() for _ in range(min(25, len(order)))]
            grads = gradients(model, [images[i] for i in batch], [labels[i] for i in batch])
            momentum_step(list(model), grads, velocities, lr, 0.8)
    return model


def classify(model, images):
    hidden = rectified(linear(images, model.w1, model.b1))
    rows = linear(hidden, model.w2, model.b2)
    return [max(range(10), key=row.__getitem__) for row in rows]


def gradients(model, x, labels):
    hidden = rectified(linear(x, model.w1, model.b1))
    logits = linear(hidden, model.w2, model.b2)
    dy, dw2, db2 = linear_backward(hidden, model.w2, cross_entropy_backward(logits, labels))
    dz = [[d if h else 0.0 for d, h in zip(ds, hs)] for ds, hs in zip(dy, hidden)]
    _, dw1, db1 = linear_backward(x, model.w1, dz)
    return [dw1, db1, dw2, db2]


def rectified(rows):
    return [[v if v > 0 else 0.0 for v in row] for row in rows]


def normal(fan_in, fan_out, rng=None):
    deviation = (2 / fan_in) ** 0.5
    return [[rng.gauss(0, deviation) if rng else 0.0 for _ in range(fan_out)] for _ in range(fan_in)]
