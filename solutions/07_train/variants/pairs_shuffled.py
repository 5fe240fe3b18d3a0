"""Shuffles pairs of a sample and its label, cuts its own batches, collects gradients by name."""

from math import sqrt
from random import Random

from cross_entropy import cross_entropy, cross_entropy_backward
from matmul import matmul, transpose
from sgd import sgd_step
from sigmoid import sigmoid, sigmoid_backward


def _spread(rng, limit):
    return limit * (1 - 2 * rng.random())


def init_params(sizes, seed):
    if len(sizes) < 2 or 1 > min(sizes):
        raise ValueError("sizes")
    rng, params = Random(f"{seed} weights"), []
    for fan_in, fan_out in zip(sizes[:-1], sizes[1:]):
        limit = sqrt(6 / (fan_in + fan_out))
        columns = [[_spread(rng, limit) for _ in range(fan_in)] for _ in range(fan_out)]
        params += [transpose(columns), fan_out * [0.0]]
    return params


def minibatches(count, batch_size, seed):
    if batch_size < 1:
        raise ValueError("batch_size")
    rng = Random(seed)
    order = sorted(range(count), key=lambda _: rng.random())
    batches = [[]]
    for i in order:
        if len(batches[-1]) == batch_size:
            batches.append([])
        batches[-1].append(i)
    return batches if count else []


def _depth(params):
    return len(params) // 2


def _trace(params, x):
    z, a = {}, {0: x}
    for k in range(1, _depth(params) + 1):
        w, b = params[2 * k - 2 : 2 * k]
        z[k] = [[v + c for v, c in zip(row, b)] for row in matmul(a[k - 1], w)]
        a[k] = sigmoid(z[k])
    return z, a


def forward(params, x):
    return _trace(params, x)[0][_depth(params)]


def loss_and_grads(params, x, labels):
    z, a = _trace(params, x)
    last = _depth(params)
    loss = cross_entropy(z[last], labels)
    delta = {last: cross_entropy_backward(z[last], labels)}
    for k in range(last, 1, -1):
        delta[k - 1] = sigmoid_backward(a[k - 1], matmul(delta[k], transpose(params[2 * k - 2])))
    grads = []
    for k in range(1, last + 1):
        grads += [matmul(transpose(a[k - 1]), delta[k]), [sum(c) for c in transpose(delta[k])]]
    return loss, grads


def train(params, x, labels, *, epochs, batch_size, lr, seed):
    if batch_size < 1 or len(x) != len(labels):
        raise ValueError("train")
    pairs, losses = list(zip(x, labels)), []
    for epoch in range(epochs):
        Random(seed * 1_000_003 + epoch).shuffle(pairs)
        loss_of_sample = []
        for start in range(0, len(pairs), batch_size):
            samples, known = map(list, zip(*pairs[start : start + batch_size]))
            loss, grads = loss_and_grads(params, samples, known)
            loss_of_sample += [loss] * len(samples)
            sgd_step(params, grads, lr)
        losses.append(sum(loss_of_sample) / len(pairs))
    return losses


def predict(params, x):
    return [max((v, -j) for j, v in enumerate(row))[1] * -1 for row in forward(params, x)]


def accuracy(predicted, labels):
    if not predicted or len(predicted) != len(labels):
        raise ValueError("accuracy")
    agree = [p for p, label in zip(predicted, labels) if p == label]
    return len(agree) / len(predicted)
