"""Nothing of the earlier exercises: lists, loops and math, one sample after the other."""

import math
import random


def init_params(sizes, seed):
    if len(sizes) < 2:
        raise ValueError("a network has at least two sizes")
    for size in sizes:
        if size < 1:
            raise ValueError("every size is at least 1")
    generator = random.Random(seed)
    params = []
    for layer in range(len(sizes) - 1):
        rows, columns = sizes[layer], sizes[layer + 1]
        limit = (6.0 / (rows + columns)) ** 0.5
        w = []
        for _ in range(rows):
            w.append([(2 * generator.random() - 1) * limit for _ in range(columns)])
        params.append(w)
        params.append([0] * columns)
    return params


def minibatches(count, batch_size, seed):
    if batch_size <= 0:
        raise ValueError("batch_size")
    rest = list(range(count))
    random.Random(seed).shuffle(rest)
    batches = []
    while rest:
        batches.append(rest[:batch_size])
        rest = rest[batch_size:]
    return batches


def _sigmoid(v):
    if v < 0:
        return 1.0 - _sigmoid(-v)
    return 1.0 / (1.0 + math.exp(-v))


def _run(params, sample):
    """What goes into each layer, and what comes out of the last."""
    values = [list(sample)]
    layers = len(params) // 2
    for layer in range(layers):
        w, b = params[2 * layer], params[2 * layer + 1]
        z = list(b)
        for k, v in enumerate(values[-1]):
            for j in range(len(z)):
                z[j] += v * w[k][j]
        if layer < layers - 1:
            z = [_sigmoid(v) for v in z]
        values.append(z)
    return values


def forward(params, x):
    return [_run(params, sample)[-1] for sample in x]


def _zeros(p):
    return [[0.0] * len(p[0]) for _ in p] if isinstance(p[0], list) else [0.0] * len(p)


def loss_and_grads(params, x, labels):
    grads = [_zeros(p) for p in params]
    loss = 0.0
    for sample, label in zip(x, labels):
        values = _run(params, sample)
        logits = values[-1]
        top = max(logits)
        exponentials = [math.exp(v - top) for v in logits]
        total = sum(exponentials)
        loss += (math.log(total) + top - logits[label]) / len(x)
        delta = [e / total / len(x) for e in exponentials]
        delta[label] -= 1 / len(x)
        for layer in range(len(params) // 2 - 1, -1, -1):
            w, a = params[2 * layer], values[layer]
            dw, db = grads[2 * layer], grads[2 * layer + 1]
            back = []
            for k, v in enumerate(a):
                sum_k = 0.0
                for j, d in enumerate(delta):
                    dw[k][j] += v * d
                    sum_k += d * w[k][j]
                back.append(sum_k * v * (1 - v))
            for j, d in enumerate(delta):
                db[j] += d
            delta = back
    return loss, grads


def train(params, x, labels, *, epochs, batch_size, lr, seed):
    if len(x) != len(labels):
        raise ValueError("x and labels")
    if batch_size < 1:
        raise ValueError("batch_size")
    losses = []
    for epoch in range(epochs):
        seen = loss_sum = 0
        for batch in minibatches(len(x), batch_size, seed + epoch):
            chosen, wanted = [x[i] for i in batch], [labels[i] for i in batch]
            loss, grads = loss_and_grads(params, chosen, wanted)
            for p, g in zip(params, grads):
                for i in range(len(p)):
                    if isinstance(p[i], list):
                        for j in range(len(p[i])):
                            p[i][j] -= lr * g[i][j]
                    else:
                        p[i] -= lr * g[i]
            seen += len(batch)
            loss_sum += loss * len(batch)
        losses.append(loss_sum / seen)
    return losses


def predict(params, x):
    answers = []
    for logits in forward(params, x):
        best = 0
        for j in range(1, len(logits)):
            if logits[j] > logits[best]:
                best = j
        answers.append(best)
    return answers


def accuracy(predicted, labels):
    if len(predicted) != len(labels):
        raise ValueError("lengths")
    if len(labels) == 0:
        raise ValueError("nothing to compare")
    right = 0
    for p, label in zip(predicted, labels):
        if p == label:
            right += 1
    return right / len(labels)
