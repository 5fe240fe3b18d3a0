"""A class of layers that remember; the functions of the contract are its front. It prints."""

import math
import random

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from sigmoid import sigmoid, sigmoid_backward


class Dense:
    def __init__(self, w, b, activated):
        self.w, self.b, self.activated = w, b, activated

    def __call__(self, x):
        self.x = x
        self.y = linear(x, self.w, self.b)
        if self.activated:
            self.y = sigmoid(self.y)
        return self.y

    def backward(self, dy):
        if self.activated:
            dy = sigmoid_backward(self.y, dy)
        dx, self.dw, self.db = linear_backward(self.x, self.w, dy)
        return dx

    def step(self, lr):
        for row, d_row in zip(self.w, self.dw):
            for j, d in enumerate(d_row):
                row[j] -= lr * d
        for j, d in enumerate(self.db):
            self.b[j] -= lr * d


class Network:
    def __init__(self, params):
        last = len(params) - 2
        self.layers = [Dense(params[k], params[k + 1], k < last) for k in range(0, len(params), 2)]

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def learn(self, x, labels):
        logits = self(x)
        dy = cross_entropy_backward(logits, labels)
        for layer in self.layers[::-1]:
            dy = layer.backward(dy)
        return cross_entropy(logits, labels)


class BadInput(ValueError):
    pass


def init_params(sizes, seed):
    if len(sizes) <= 1:
        raise BadInput("too few sizes")
    if not all(size >= 1 for size in sizes):
        raise BadInput("sizes below 1")
    rng = random.Random(seed)
    params = []
    for i in range(1, len(sizes)):
        bound = math.sqrt(6) / math.sqrt(sizes[i - 1] + sizes[i])
        w = [[0.0] * sizes[i] for _ in range(sizes[i - 1])]
        for row in w:
            for j in range(len(row)):
                row[j] = rng.random() * 2 * bound - bound
        params.extend([w, [0.0 for _ in range(sizes[i])]])
    print("network of", len(params) // 2, "layers")
    return params


def _shuffled(count, rng):
    """Fisher and Yates by hand."""
    order = [*range(count)]
    for i in reversed(range(1, count)):
        j = rng.randint(0, i)
        order[i], order[j] = order[j], order[i]
    return order


def _cut(order, size):
    if size < 1:
        raise BadInput("size")
    return [order[i * size : (i + 1) * size] for i in range(math.ceil(len(order) / size))]


def minibatches(count, batch_size, seed):
    return _cut(_shuffled(count, random.Random(seed)), batch_size)


def forward(params, x):
    return Network(params)(x)


def loss_and_grads(params, x, labels):
    network = Network(params)
    loss = network.learn(x, labels)
    return loss, [d for layer in network.layers for d in (layer.dw, layer.db)]


def train(params, x, labels, *, epochs, batch_size, lr, seed):
    if len(x) - len(labels):
        raise BadInput("x and labels")
    if batch_size < 1:
        raise BadInput("batch_size")
    network, rng, losses = Network(params), random.Random(seed), []
    order = list(range(len(x)))
    for epoch in range(epochs):
        rng.shuffle(order)  # goes on from the order of the epoch before
        met = 0.0
        for batch in _cut(order, batch_size):
            met += network.learn([x[i] for i in batch], [labels[i] for i in batch]) * len(batch)
            for layer in network.layers:
                layer.step(lr)
        losses.append(met / len(order))
        print("epoch", epoch, "loss", losses[-1])
    return losses


def predict(params, x):
    return [z.index(max(z)) for z in forward(params, x)]


def accuracy(predicted, labels):
    n = len(labels)
    if n == 0 or n != len(predicted):
        raise BadInput("accuracy")
    return 1 - sum(p != label for p, label in zip(predicted, labels)) / n
