"""Sequential reverses its own list for backward and never turns it back."""

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from mse import mse, mse_backward
from sigmoid import sigmoid, sigmoid_backward
from softmax import softmax
from softmax_backward import softmax_backward
from train import init_params


def needed(value):
    if value is None:
        raise RuntimeError("no call yet")
    return value


class Linear:
    def __init__(self, in_features, out_features, seed):
        self.w, self.b = init_params([in_features, out_features], seed)
        self.x = None

    def __call__(self, x):
        self.x = x
        return linear(x, self.w, self.b)

    def backward(self, dy):
        dx, *self.grads = linear_backward(needed(self.x), self.w, dy)
        return dx

    def parameters(self):
        return [self.w, self.b]

    def gradients(self):
        return self.grads


class Sigmoid:
    y = None

    def __call__(self, x):
        self.y = sigmoid(x)
        return self.y

    def backward(self, dy):
        return sigmoid_backward(needed(self.y), dy)

    def parameters(self):
        return []

    def gradients(self):
        return []


class Softmax(Sigmoid):
    def __call__(self, x):
        self.y = softmax(x)
        return self.y

    def backward(self, dy):
        return softmax_backward(needed(self.y), dy)


class Sequential:
    def __init__(self, *layers):
        self.layers = list(layers)

    def __call__(self, x):
        for layer in self.layers:
            x = layer(x)
        return x

    def backward(self, dy):
        self.layers.reverse()
        for layer in self.layers:
            dy = layer.backward(dy)
        return dy

    def parameters(self):
        return [p for layer in self.layers for p in layer.parameters()]

    def gradients(self):
        return [g for layer in self.layers for g in layer.gradients()]


class CrossEntropyLoss:
    def __call__(self, logits, labels):
        self.call = logits, labels
        return cross_entropy(logits, labels)

    def backward(self):
        return cross_entropy_backward(*self.call)


class MSELoss:
    def __call__(self, predicted, target):
        self.call = predicted, target
        return mse(predicted, target)

    def backward(self):
        return mse_backward(*self.call)
