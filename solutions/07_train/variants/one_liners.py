from functools import reduce
from itertools import islice, pairwise
from math import sqrt
from random import Random

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from sgd import sgd_step
from sigmoid import sigmoid, sigmoid_backward


def init_params(sizes, seed):
    if len(sizes) < 2 or any(s < 1 for s in sizes):
        raise ValueError(sizes)
    draw, bounds = Random(seed).uniform, [(d, h, sqrt(6 / (d + h))) for d, h in pairwise(sizes)]
    return [p for d, h, r in bounds for p in ([[draw(-r, r) for _ in range(h)] for _ in range(d)], [0.0] * h)]


def minibatches(count, batch_size, seed):
    if batch_size < 1:
        raise ValueError(batch_size)
    order = iter(Random(seed).sample(range(count), count))
    return list(iter(lambda: list(islice(order, batch_size)), []))


def layers(params):
    return list(zip(params[::2], params[1::2]))


def forward(params, x):
    first, *others = layers(params)
    return reduce(lambda z, layer: linear(sigmoid(z), *layer), others, linear(x, *first))


def loss_and_grads(params, x, labels):
    def back(x, rest):
        (w, b), *others = rest
        z = linear(x, w, b)
        if not others:
            loss, dz, later = cross_entropy(z, labels), cross_entropy_backward(z, labels), []
        else:
            y = sigmoid(z)
            loss, dy, later = back(y, others)
            dz = sigmoid_backward(y, dy)
        dx, dw, db = linear_backward(x, w, dz)
        return loss, dx, [dw, db] + later

    loss, _, grads = back(x, layers(params))
    return [loss, grads]


def train(params, x, labels, *, epochs, batch_size, lr, seed):
    if len(x) != len(labels):
        raise ValueError("x, labels")
    rng = Random(seed)

    def step(batch):
        loss, grads = loss_and_grads(params, [x[i] for i in batch], [labels[i] for i in batch])
        sgd_step(params, grads, lr)
        return len(batch) * loss

    return [sum(map(step, minibatches(len(x), batch_size, rng.randrange(2**32)))) / len(x) for _ in range(epochs)]


def predict(params, x):
    return [max(range(len(z)), key=z.__getitem__) for z in forward(params, x)]


def accuracy(predicted, labels):
    try:
        return sum(p == q for p, q in zip(predicted, labels, strict=True)) / len(labels)
    except ZeroDivisionError:
        raise ValueError("nothing") from None
