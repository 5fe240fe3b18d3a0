"""Closures behind thin classes; the order of a pass comes from random keys."""

import random


def _batches_of(x, labels, size, order):
    def batches():
        indices = order()
        while indices:
            now, indices = indices[:size], indices[size:]
            yield (list(map(x.__getitem__, now)), list(map(labels.__getitem__, now)))

    return batches


class DataLoader:
    def __init__(self, x, labels, batch_size, shuffle, seed):
        if len(x) != len(labels) or batch_size < 1:
            raise ValueError("samples, labels and batch_size do not fit")
        generator = random.Random(seed)

        def order():
            indices = list(range(len(x)))
            if not shuffle:
                return indices
            keys = [generator.random() for _ in indices]
            return sorted(indices, key=keys.__getitem__)

        self._start = _batches_of(x, labels, batch_size, order)
        self._count = -(-len(x) // batch_size)

    def __len__(self):
        return self._count

    def __iter__(self):
        return self._start()


def _updater(row, lr, momentum):
    velocity = [0.0] * len(row)

    def update(slopes):
        for i, slope in enumerate(slopes):
            velocity[i] = velocity[i] * momentum + slope
            row[i] = row[i] - velocity[i] * lr

    return update


class SGD:
    def __init__(self, parameters, lr, momentum=0.0):
        self._updates = [
            [_updater(row, lr, momentum) for row in p]
            if isinstance(p[0], list)
            else _updater(p, lr, momentum)
            for p in parameters
        ]

    def step(self, gradients):
        for update, g in zip(self._updates, gradients):
            if isinstance(update, list):
                for row_update, row in zip(update, g):
                    row_update(row)
            else:
                update(g)
