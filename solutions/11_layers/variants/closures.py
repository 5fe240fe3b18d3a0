"""Functions that return objects: each forward leaves a function that pulls gradients back."""

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from mse import mse, mse_backward
from sigmoid import sigmoid, sigmoid_backward
from softmax import softmax
from softmax_backward import softmax_backward
from train import init_params


class Node:
    """forward(*inputs) returns the output and a function from dy to (dx, gradients)."""

    def __init__(self, forward, parameters=()):
        self._forward = forward
        self._parameters = list(parameters)
        self._gradients = None
        self._pull = None

    def __call__(self, *inputs):
        output, self._pull = self._forward(*inputs)
        return output

    def backward(self, *dy):
        if self._pull is None:
            raise RuntimeError("nothing to pull back")
        dx, self._gradients = self._pull(*dy)
        return dx

    def parameters(self):
        return self._parameters

    def gradients(self):
        return self._gradients


def Linear(in_features, out_features, seed):
    weight, bias = init_params([in_features, out_features], seed)

    def forward(x):
        def pull(dy):
            dx, dw, db = linear_backward(x, weight, dy)
            return dx, [dw, db]

        return linear(x, weight, bias), pull

    return Node(forward, [weight, bias])


def _activation(function, gradient):
    def forward(x):
        y = function(x)
        return y, lambda dy: (gradient(y, dy), [])

    return Node(forward)


def Sigmoid():
    return _activation(sigmoid, sigmoid_backward)


def Softmax():
    return _activation(softmax, softmax_backward)


def Sequential(*layers):
    def forward(x):
        for layer in layers:
            x = layer(x)

        def pull(dy):
            for layer in reversed(layers):
                dy = layer.backward(dy)
            return dy, [g for layer in layers for g in layer.gradients()]

        return x, pull

    return Node(forward, [p for layer in layers for p in layer.parameters()])


def _loss(function, gradient):
    return Node(lambda *args: (function(*args), lambda: (gradient(*args), [])))


def CrossEntropyLoss():
    return _loss(cross_entropy, cross_entropy_backward)


def MSELoss():
    return _loss(mse, mse_backward)
