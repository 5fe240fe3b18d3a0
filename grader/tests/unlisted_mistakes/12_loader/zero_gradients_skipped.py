"""Entries whose gradient is 0 are passed over, although their velocity still moves them."""

import random


class DataLoader:
    def __init__(self, x, labels, batch_size, shuffle, seed):
        if len(x) != len(labels) or batch_size < 1:
            raise ValueError("samples, labels and batch_size do not fit")
        self.samples = list(zip(x, labels))
        self.size, self.shuffle = batch_size, shuffle
        self.rng = random.Random(seed)

    def __len__(self):
        return -(-len(self.samples) // self.size)

    def __iter__(self):
        samples = list(self.samples)
        if self.shuffle:
            self.rng.shuffle(samples)
        for i in range(0, len(samples), self.size):
            batch = samples[i : i + self.size]
            yield [x for x, _ in batch], [y for _, y in batch]


def _step(p, g, v, lr, momentum):
    for i, slope in enumerate(g):
        if isinstance(slope, list):
            _step(p[i], slope, v[i], lr, momentum)
        elif slope:
            v[i] = momentum * v[i] + slope
            p[i] -= lr * v[i]


def zeros(p):
    return [zeros(q) for q in p] if isinstance(p, list) else 0.0


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.velocities = zeros(parameters)

    def step(self, gradients):
        _step(self.parameters, gradients, self.velocities, self.lr, self.momentum)
