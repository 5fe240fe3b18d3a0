"""Dataclasses that hold frozen records of the latest call."""

from dataclasses import dataclass, field
from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from mse import mse, mse_backward
from sigmoid import sigmoid, sigmoid_backward
from softmax import softmax
from softmax_backward import softmax_backward
from train import init_params


@dataclass(frozen=True)
class Record:
    inputs: tuple
    output: Any


@dataclass
class Remembering:
    record: Record | None = field(default=None, init=False)

    def remember(self, output, *inputs):
        self.record = Record(inputs, output)
        return output

    @property
    def latest(self):
        if self.record is None:
            raise RuntimeError(f"{type(self).__name__} has not been called")
        return self.record

    def parameters(self):
        return []

    def gradients(self):
        return []


@dataclass
class Linear(Remembering):
    in_features: int
    out_features: int
    seed: int
    params: list = field(init=False, default_factory=list)
    grads: list = field(init=False, default_factory=list)

    def __post_init__(self):
        self.params = init_params([self.in_features, self.out_features], self.seed)

    def __call__(self, x):
        return self.remember(linear(x, *self.params), x)

    def backward(self, dy):
        (x,) = self.latest.inputs
        dx, *self.grads = linear_backward(x, self.params[0], dy)
        return dx

    def parameters(self):
        return self.params

    def gradients(self):
        return self.grads


@dataclass
class Sigmoid(Remembering):
    def __call__(self, x):
        return self.remember(sigmoid(x), x)

    def backward(self, dy):
        return sigmoid_backward(self.latest.output, dy)


@dataclass
class Softmax(Remembering):
    def __call__(self, x):
        return self.remember(softmax(x), x)

    def backward(self, dy):
        return softmax_backward(self.latest.output, dy)


class Sequential(Remembering):
    def __init__(self, *layers):
        self.record = None
        self.layers = layers

    def __call__(self, x):
        y = x
        for layer in self.layers:
            y = layer(y)
        return self.remember(y, x)

    def backward(self, dy):
        assert self.latest
        for i in range(len(self.layers) - 1, -1, -1):
            dy = self.layers[i].backward(dy)
        return dy

    def parameters(self):
        found = []
        for layer in self.layers:
            found.extend(layer.parameters())
        return found

    def gradients(self):
        found = []
        for layer in self.layers:
            found.extend(layer.gradients())
        return found


@dataclass
class CrossEntropyLoss(Remembering):
    def __call__(self, logits, labels):
        return self.remember(cross_entropy(logits, labels), logits, labels)

    def backward(self):
        return cross_entropy_backward(*self.latest.inputs)


@dataclass
class MSELoss(Remembering):
    def __call__(self, predicted, target):
        return self.remember(mse(predicted, target), predicted, target)

    def backward(self):
        return mse_backward(*self.latest.inputs)
