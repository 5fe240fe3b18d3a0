"""Every batch is sorted by its samples, which keeps the pairs but not the order of x."""

import random

from sgd import momentum_step


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
            batch = sorted(samples[i : i + self.size])
            yield [x for x, _ in batch], [y for _, y in batch]


def zeros(p):
    return [zeros(q) for q in p] if isinstance(p, list) else 0.0


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.velocities = zeros(parameters)

    def step(self, gradients):
        momentum_step(self.parameters, gradients, self.velocities, self.lr, self.momentum)
