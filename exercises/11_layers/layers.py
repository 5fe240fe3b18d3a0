"""Layers and losses as objects: each remembers its latest call, so that backward can answer it."""

from typing import Any

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
        raise NotImplementedError

    def gradients(self) -> Params:
        """Return the gradients of the latest backward, in the order and shapes of parameters().

        The next backward replaces them and leaves this list as it is.
        """
        raise NotImplementedError


class Linear(Layer):
    """The affine layer x·weight + bias; its parameters are [weight, bias]."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        """Draw the weight (in_features × out_features) Glorot uniform; the bias is zero."""
        raise NotImplementedError

    def __call__(self, x: Matrix) -> Matrix:
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        raise NotImplementedError

    def parameters(self) -> Params:
        raise NotImplementedError

    def gradients(self) -> Params:
        raise NotImplementedError


class Sigmoid(Layer):
    """The elementwise sigmoid."""

    def __init__(self) -> None:
        raise NotImplementedError

    def __call__(self, x: Matrix) -> Matrix:
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        raise NotImplementedError


class Softmax(Layer):
    """The softmax over each row."""

    def __init__(self) -> None:
        raise NotImplementedError

    def __call__(self, x: Matrix) -> Matrix:
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        raise NotImplementedError


class Sequential(Layer):
    """Layers one after the other: itself a layer, whose parameters are theirs, in their order."""

    def __init__(self, *layers: Layer) -> None:
        raise NotImplementedError

    def __call__(self, x: Matrix) -> Matrix:
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        raise NotImplementedError

    def parameters(self) -> Params:
        raise NotImplementedError

    def gradients(self) -> Params:
        raise NotImplementedError


class CrossEntropyLoss:
    """The mean cross-entropy of logits against labels."""

    def __init__(self) -> None:
        raise NotImplementedError

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        """Return the loss of the logits (a row per sample) against one label per row."""
        raise NotImplementedError

    def backward(self) -> Matrix:
        """Return the gradient for the logits of the latest call."""
        raise NotImplementedError


class MSELoss:
    """The squared error of predictions against targets, averaged over the rows."""

    def __init__(self) -> None:
        raise NotImplementedError

    def __call__(self, predicted: Matrix, target: Matrix) -> float:
        """Return the loss of the predictions against targets of the same shape."""
        raise NotImplementedError

    def backward(self) -> Matrix:
        """Return the gradient for the predictions of the latest call."""
        raise NotImplementedError
