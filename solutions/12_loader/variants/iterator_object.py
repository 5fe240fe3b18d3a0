"""The loader is its own iterator, set back by __iter__; batches are lists [x, labels]."""

from random import Random

from sgd import momentum_step, sgd_step


class DataLoader:
    def __init__(self, x, labels, batch_size, shuffle, seed):
        if batch_size <= 0 or len(x) != len(labels):
            raise ValueError("bad arguments")
        self._x, self._labels = list(x), list(labels)
        self._batch_size, self._shuffle = batch_size, shuffle
        self._passes = Random(seed)
        self._order, self._at = [], 0

    def __len__(self):
        return (len(self._x) + self._batch_size - 1) // self._batch_size

    def __iter__(self):
        self._order = list(range(len(self._x)))
        if self._shuffle:
            self._order.sort(key=lambda _: self._passes.random())
        self._at = 0
        return self

    def __next__(self):
        if self._at >= len(self._order):
            raise StopIteration
        batch = self._order[self._at : self._at + self._batch_size]
        self._at += len(batch)
        return [[list(self._x[i]) for i in batch], [self._labels[i] for i in batch]]


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self.parameters = list(parameters)
        self.lr = lr
        self.momentum = momentum
        self.velocities = [self._zeros_like(p) for p in self.parameters]

    def _zeros_like(self, p):
        return [self._zeros_like(q) for q in p] if isinstance(p, list) else 0.0

    def step(self, gradients):
        if self.momentum:
            momentum_step(self.parameters, gradients, self.velocities, self.lr, self.momentum)
        else:
            sgd_step(self.parameters, gradients, self.lr)
