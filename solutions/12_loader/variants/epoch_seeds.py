"""A seed for each pass, drawn from the loader's seed and the number of the pass."""

import math
import random

from train import minibatches


class DataLoader:
    def __init__(self, x, labels, batch_size, shuffle, seed):
        if len(x) != len(labels):
            raise ValueError(f"{len(x)} samples, {len(labels)} labels")
        if batch_size < 1:
            raise ValueError(f"batch_size {batch_size}")
        self.x = x
        self.labels = labels
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.seed = seed
        self.passes = 0

    def __len__(self):
        return math.ceil(len(self.labels) / self.batch_size)

    def __iter__(self):
        count = len(self.labels)
        if self.shuffle:
            seed = random.Random(f"{self.seed} {self.passes}").getrandbits(60)
            batches = minibatches(count, self.batch_size, seed)
        else:
            indices = range(count)
            batches = [indices[i : i + self.batch_size] for i in range(0, count, self.batch_size)]
        self.passes += 1
        return iter([([self.x[i] for i in b], [self.labels[i] for i in b]) for b in batches])


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.lr = lr
        self.momentum = momentum
        self.rows = []
        for p in parameters:
            self.rows.extend(p if isinstance(p[0], (list, tuple)) else [p])
        self.velocities = [[0.0 for _ in row] for row in self.rows]

    def step(self, gradients):
        flat = []
        for g in gradients:
            flat.extend(g if isinstance(g[0], (list, tuple)) else [g])
        self.velocities = [
            [self.momentum * a + b for a, b in zip(v, g)]
            for v, g in zip(self.velocities, flat, strict=True)
        ]
        for row, v in zip(self.rows, self.velocities):
            row[:] = [p - self.lr * w for p, w in zip(row, v)]
