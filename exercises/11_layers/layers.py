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
        """Return x·weight + bias: x is n×in_features, the result n×out_features."""
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        """Return dx (n×in_features) for dy (n×out_features); gradients() has the rest."""
        raise NotImplementedError

    def parameters(self) -> Params:
        """Return [weight, bias]."""
        raise NotImplementedError

    def gradients(self) -> Params:
        """Return the gradients of [weight, bias] from the latest backward."""
        raise NotImplementedError


class Sigmoid(Layer):
    """The elementwise sigmoid."""

    def __init__(self) -> None:
        raise NotImplementedError

    def __call__(self, x: Matrix) -> Matrix:
        """Return the sigmoid of every entry of x."""
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        """Return dx, in the shape of dy."""
        raise NotImplementedError


class Softmax(Layer):
    """The softmax over each row."""

    def __init__(self) -> None:
        raise NotImplementedError

    def __call__(self, x: Matrix) -> Matrix:
        """Return the softmax of every row of x."""
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        """Return dx, in the shape of dy."""
        raise NotImplementedError


class Sequential(Layer):
    """Layers one after the other: itself a layer, whose parameters are theirs, in their order."""

    def __init__(self, *layers: Layer) -> None:
        raise NotImplementedError

    def __call__(self, x: Matrix) -> Matrix:
        """Return what the last layer makes of x after all layers before it."""
        raise NotImplementedError

    def backward(self, dy: Matrix) -> Matrix:
        """Return the gradient for x; every layer has then had its backward."""
        raise NotImplementedError

    def parameters(self) -> Params:
        """Return the parameters of all layers, in their order, as one flat list."""
        raise NotImplementedError

    def gradients(self) -> Params:
        """Return the gradients of all layers, in the order of parameters()."""
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
