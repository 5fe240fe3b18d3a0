"""A class that takes one sample at a time and adds up what the parameters get."""

import math


class Layer:
    def __init__(self, w):
        self.w = w
        self.d, self.h = len(w), len(w[0])

    def forward(self, sample, b):
        y = []
        for j in range(self.h):
            y.append(math.fsum([sample[k] * self.w[k][j] for k in range(self.d)] + [b[j]]))
        return y

    def start(self):
        self.dw = [[0 for _ in range(self.h)] for _ in range(self.d)]
        self.db = [0 for _ in range(self.h)]

    def backward(self, sample, upstream):
        for j, g in enumerate(upstream):
            self.db[j] = self.db[j] + g
            for k, v in enumerate(sample):
                self.dw[k][j] = self.dw[k][j] + v * g
        return [math.fsum(g * v for g, v in zip(upstream, row)) for row in self.w]


def linear(x, w, b):
    layer = Layer(w)
    if len(b) != layer.h or any(len(row) != layer.d for row in x):
        raise ValueError("these do not go together")
    return [layer.forward(sample, b) for sample in x]


def linear_backward(x, w, dy):
    layer = Layer(w)
    if len(x) != len(dy):
        raise ValueError("another batch")
    if any(len(row) != layer.d for row in x) or any(len(row) != layer.h for row in dy):
        raise ValueError("another layer")
    layer.start()
    dx = [layer.backward(sample, upstream) for sample, upstream in zip(x, dy)]
    return dx, layer.dw, layer.db
