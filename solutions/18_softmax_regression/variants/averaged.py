"""Data bound anew at each step; the model is the mean of the weights after the last epochs."""

import random

from tensor import Tensor, log_softmax, nll


def fit(images, labels, seed):
    w, b = Tensor([[0.0] * 10 for _ in images[0]]), Tensor([[0.0] * 10])
    mean = [[0.0] * 10 for _ in range(785)]
    kept = 0
    for epoch in range(6):
        for batch in shuffled(len(images), 50, f"{seed}/{epoch}"):
            x = Tensor([images[i] for i in batch])
            loss = nll(log_softmax(x @ w + b), [labels[i] for i in batch])
            loss.backward()
            for t in (w, b):
                t.data = [[p - 0.2 * g for p, g in zip(ps, gs)] for ps, gs in zip(t.data, t.grad)]
                t.cleargrad()
        if epoch > 1:
            kept += 1
            for total, row in zip(mean, w.data + b.data):
                total[:] = map(float.__add__, total, row)
    return [[entry / kept for entry in row] for row in mean]


def shuffled(count, size, seed):
    order = list(range(count))
    random.Random(seed).shuffle(order)
    return [order[start : start + size] for start in range(0, count, size)]


def classify(model, images):
    w, b = Tensor(model[:-1]), Tensor(model[-1:])
    return [row.index(max(row)) for row in log_softmax(Tensor(images) @ w + b).data]
