"""Wrong layers that the catalogue does not list."""

from functools import cache
from typing import Any

from layers import Linear, Sequential
from train import init_params

Matrix = list[list[float]]
Params = list[Any]


class Linear__drawn_once_for_each_seed(Linear):
    """Weights are cached by size and seed, so two layers of one seed share their lists."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self.weight, self.bias = _drawn(in_features, out_features, seed)


@cache
def _drawn(in_features: int, out_features: int, seed: int) -> Params:
    return init_params([in_features, out_features], seed)


class Linear__first_input_without_weight(Linear):
    """Nothing comes from the first input, until it is trained."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self.weight[0][:] = [0.0] * out_features


class Linear__gradients_given_once(Linear):
    """gradients() hands its list out and forgets it: asked again, it has none."""

    def gradients(self) -> Params:
        given, self._gradients = self._gradients, []
        return given


class Sequential__layers_left_reversed(Sequential):
    """Sequential reverses its own list for backward and never turns it back."""

    def backward(self, dy: Matrix) -> Matrix:
        self._layers = self._layers[::-1]
        for layer in self._layers:
            dy = layer.backward(dy)
        return dy
