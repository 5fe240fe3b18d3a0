"""An abstract base class whose subclasses give pure functions; gradients made in the forward."""

from abc import ABC, abstractmethod

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from mse import mse, mse_backward
from sigmoid import sigmoid
from softmax import softmax
from train import init_params


class NotCalled(RuntimeError):
    """backward came first."""


class Module(ABC):
    def __init__(self):
        self._saved = []
        self._params = []
        self._grads = []

    def __call__(self, *args):
        result, *saved = self.forward(*args)
        self._saved = [saved]
        return result

    def backward(self, *upstream):
        if not self._saved:
            raise NotCalled(type(self).__name__)
        dx, *grads = self.pull_back(*self._saved[-1], *upstream)
        self._grads = grads
        return dx

    def parameters(self):
        return list(self._params)

    def gradients(self):
        return list(self._grads)

    @abstractmethod
    def forward(self, *args): ...

    @abstractmethod
    def pull_back(self, *args): ...


class Linear(Module):
    def __init__(self, in_features, out_features, seed):
        super().__init__()
        self._params = init_params([in_features, out_features], seed)

    def forward(self, x):
        return linear(x, *self._params), x

    def pull_back(self, x, dy):
        return linear_backward(x, self._params[0], dy)


class Sigmoid(Module):
    def forward(self, x):
        y = sigmoid(x)
        return y, [[s * (1 - s) for s in row] for row in y]

    def pull_back(self, slopes, dy):
        return ([[s * g for s, g in zip(*rows)] for rows in zip(slopes, dy)],)


class Softmax(Module):
    def forward(self, x):
        y = softmax(x)
        return y, [tuple(row) for row in y]

    def pull_back(self, y, dy):
        dots = [sum(p * g for p, g in zip(*rows)) for rows in zip(y, dy)]
        return ([[p * (g - d) for p, g in zip(ps, gs)] for ps, gs, d in zip(y, dy, dots)],)


class Sequential(Module):
    def __init__(self, *layers):
        super().__init__()
        self.layers = layers

    def forward(self, x):
        for layer in self.layers:
            x = layer(x)
        return (x,)

    def pull_back(self, dy):
        for layer in reversed(self.layers):
            dy = layer.backward(dy)
        return dy, *[g for layer in self.layers for g in layer.gradients()]

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]


class CrossEntropyLoss(Module):
    def forward(self, logits, labels):
        return cross_entropy(logits, labels), cross_entropy_backward(logits, labels)

    def pull_back(self, gradient):
        return ([row[:] for row in gradient],)


class MSELoss(Module):
    def forward(self, predicted, target):
        return mse(predicted, target), mse_backward(predicted, target)

    def pull_back(self, gradient):
        return ([row[:] for row in gradient],)
