"""No base class; backward computes the forward values anew from a copy of the input."""

import math
import random

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from mse import mse, mse_backward
from sigmoid import sigmoid, sigmoid_backward
from softmax import softmax
from softmax_backward import softmax_backward


def copied(x):
    return [row[:] for row in x]


class Linear:
    def __init__(self, in_features, out_features, seed):
        rng = random.Random(seed)
        bound = math.sqrt(6.0 / (in_features + out_features))
        self.w = []
        for _ in range(in_features):
            self.w.append([(2 * rng.random() - 1) * bound for _ in range(out_features)])
        self.b = [0.0] * out_features
        self.x = None
        self.grads = None

    def __call__(self, x):
        self.x = copied(x)
        return linear(x, self.w, self.b)

    def backward(self, dy):
        if self.x is None:
            raise RuntimeError("call the layer first")
        dx, dw, db = linear_backward(self.x, self.w, dy)
        self.grads = (dw, db)
        return dx

    def parameters(self):
        return [self.w, self.b]

    def gradients(self):
        return list(self.grads)


class Sigmoid:
    x = None

    def __call__(self, x):
        self.x = copied(x)
        return sigmoid(x)

    def backward(self, dy):
        if self.x is None:
            raise RuntimeError("call the layer first")
        return sigmoid_backward(sigmoid(self.x), dy)

    def parameters(self):
        return []

    def gradients(self):
        return []


class Softmax:
    x = None

    def __call__(self, x):
        self.x = copied(x)
        return softmax(x)

    def backward(self, dy):
        if self.x is None:
            raise RuntimeError("call the layer first")
        return softmax_backward(softmax(self.x), dy)

    def parameters(self):
        return []

    def gradients(self):
        return []


class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def backward(self, dy):
        for layer in self.layers[::-1]:
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        return sum((layer.parameters() for layer in self.layers), [])

    def gradients(self):
        return sum((layer.gradients() for layer in self.layers), [])


class CrossEntropyLoss:
    def __call__(self, logits, labels):
        self.logits, self.labels = copied(logits), labels[:]
        return cross_entropy(logits, labels)

    def backward(self):
        if not hasattr(self, "logits"):
            raise RuntimeError("nothing to go back through")
        return cross_entropy_backward(self.logits, self.labels)


class MSELoss:
    def __call__(self, predicted, target):
        self.predicted, self.target = copied(predicted), copied(target)
        return mse(predicted, target)

    def backward(self):
        if not hasattr(self, "target"):
            raise RuntimeError("nothing to go back through")
        return mse_backward(self.predicted, self.target)
