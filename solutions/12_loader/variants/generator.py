"""A generator that draws from indices; velocities are made at the first step."""

import random


class DataLoader:
    def __init__(self, x, labels, batch_size, shuffle, seed):
        if len(x) != len(labels):
            raise ValueError("lengths differ")
        if batch_size < 1:
            raise ValueError("batch_size")
        self.pairs = list(zip(x, labels))
        self.size = batch_size
        self.shuffle = shuffle
        self.random = random.Random(seed)

    def __len__(self):
        full, rest = divmod(len(self.pairs), self.size)
        return full + bool(rest)

    def __iter__(self):
        pairs = self.random.sample(self.pairs, len(self.pairs)) if self.shuffle else self.pairs
        batch = []
        for pair in pairs:
            batch.append(pair)
            if len(batch) == self.size:
                yield [x for x, _ in batch], [y for _, y in batch]
                batch = []
        if batch:
            yield [x for x, _ in batch], [y for _, y in batch]


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters, self.lr, self.momentum = parameters, lr, momentum
        self.velocities = None

    def step(self, gradients):
        flat = list(self.flat(gradients))
        if self.velocities is None:
            self.velocities = [[0.0] * len(row) for row in flat]
        for p, g, v in zip(self.flat(self.parameters), flat, self.velocities):
            for i in range(len(p)):
                v[i] = self.momentum * v[i] + g[i]
                p[i] -= self.lr * v[i]

    @staticmethod
    def flat(parameters):
        for p in parameters:
            if isinstance(p[0], list):
                yield from p
            else:
                yield p
