"""Layers and losses as objects: each remembers its latest call, so that backward can answer it."""

from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from mse import mse, mse_backward
from sigmoid import sigmoid, sigmoid_backward
from softmax import softmax
from softmax_backward import softmax_backward
from train import init_params

Matrix = list[list[float]]
Params = list[Any]


class Layer:
    """One step of a network: called forwards with x, then asked backwards for the gradients.

    A list in `parameters()` or `gradients()` is a Matrix or a Vector.
    """

    def __call__(self, x: Matrix) -> Matrix:
        """Return the layer's output for the batch x, one row per sample."""
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        """Return the gradient for x of the latest call, given the upstream gradient dy.

        May be called again for the same call. Raises RuntimeError before any call.
        """
        raise NotImplementedError

    def parameters(self) -> Params:
        """Return the layer's own Matrix and Vector objects; [] for a layer without parameters."""
        return []

    def gradients(self) -> Params:
        """Return the gradients of the latest backward, in the order and shapes of parameters().

        The next backward replaces them and leaves this list as it is.
        """
        return []


class Linear(Layer):
    """The affine layer x·weight + bias; its parameters are [weight, bias]."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        """Draw the weight (in_features × out_features) Glorot uniform; the bias is zero."""
        self.weight, self.bias = init_params([in_features, out_features], seed)
        self._x: Matrix | None = None
        self._gradients: Params = []

    def __call__(self, x: Matrix) -> Matrix:
        """Return x·weight + bias: x is n×in_features, the result n×out_features."""
        self._x = x
        return linear(x, self.weight, self.bias)

    def backward(self, dy: Matrix) -> Matrix:
        """Return dx (n×in_features) for dy (n×out_features); gradients() has the rest."""
        dx, dw, db = linear_backward(_latest(self._x), self.weight, dy)
        self._gradients = [dw, db]
        return dx

    def parameters(self) -> Params:
        """Return [weight, bias]."""
        return [self.weight, self.bias]

    def gradients(self) -> Params:
        """Return the gradients of [weight, bias] from the latest backward."""
        return self._gradients


class Sigmoid(Layer):
    """The elementwise sigmoid."""

    def __init__(self) -> None:
        self._y: Matrix | None = None

    def __call__(self, x: Matrix) -> Matrix:
        """Return the sigmoid of every entry of x."""
        self._y = sigmoid(x)
        return self._y

    def backward(self, dy: Matrix) -> Matrix:
        """Return dx, in the shape of dy."""
        return sigmoid_backward(_latest(self._y), dy)


class Softmax(Layer):
    """The softmax over each row."""

    def __init__(self) -> None:
        self._y: Matrix | None = None

    def __call__(self, x: Matrix) -> Matrix:
        """Return the softmax of every row of x."""
        self._y = softmax(x)
        return self._y

    def backward(self, dy: Matrix) -> Matrix:
        """Return dx, in the shape of dy."""
        return softmax_backward(_latest(self._y), dy)


class Sequential(Layer):
    """Layers one after the other: itself a layer, whose parameters are theirs, in their order."""

    def __init__(self, *layers: Layer) -> None:
        self._layers = layers

    def __call__(self, x: Matrix) -> Matrix:
        """Return what the last layer makes of x after all layers before it."""
        for layer in self._layers:
            x = layer(x)
        return x

    def backward(self, dy: Matrix) -> Matrix:
        """Return the gradient for x; every layer has then had its backward."""
        for layer in reversed(self._layers):
            dy = layer.backward(dy)
        return dy

    def parameters(self) -> Params:
        """Return the parameters of all layers, in their order, as one flat list."""
        return [p for layer in self._layers for p in layer.parameters()]

    def gradients(self) -> Params:
        """Return the gradients of all layers, in the order of parameters()."""
        return [g for layer in self._layers for g in layer.gradients()]


class CrossEntropyLoss:
    """The mean cross-entropy of logits against labels."""

    def __init__(self) -> None:
        self._call: tuple[Matrix, list[int]] | None = None

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        """Return the loss of the logits (a row per sample) against one label per row."""
        self._call = logits, labels
        return cross_entropy(logits, labels)

    def backward(self) -> Matrix:
        """Return the gradient for the logits of the latest call."""
        return cross_entropy_backward(*_latest(self._call))


class MSELoss:
    """The squared error of predictions against targets, averaged over the rows."""

    def __init__(self) -> None:
        self._call: tuple[Matrix, Matrix] | None = None

    def __call__(self, predicted: Matrix, target: Matrix) -> float:
        """Return the loss of the predictions against targets of the same shape."""
        self._call = predicted, target
        return mse(predicted, target)

    def backward(self) -> Matrix:
        """Return the gradient for the predictions of the latest call."""
        return mse_backward(*_latest(self._call))


def _latest(remembered: Any) -> Any:
    if remembered is None:
        raise RuntimeError("backward before any call")
    return remembered
