"""Plausible wrong layers and losses, each explained to the person who wrote it."""

import math
import random
from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from layers import (
    CrossEntropyLoss,
    Layer,
    Linear,
    MSELoss,
    Sequential,
    Sigmoid,
    Softmax,
    _latest,
)
from linear import linear, linear_backward
from mse import mse, mse_backward
from sigmoid import sigmoid, sigmoid_backward
from softmax import softmax
from softmax_backward import softmax_backward

Matrix = list[list[float]]
Params = list[Any]


def _added(old: Any, new: Any) -> Any:
    if isinstance(old, list):
        return [_added(a, b) for a, b in zip(old, new)]
    return old + new


def _scaled(matrix: Matrix, factor: float) -> Matrix:
    return [[factor * value for value in row] for row in matrix]


class Linear__gradients_add_up(Linear):
    """You add the gradients of each backward to those of the one before. Libraries that do so need
    their gradients cleared before every step; here each backward starts anew."""

    def backward(self, dy: Matrix) -> Matrix:
        old = self._gradients
        dx = super().backward(dy)
        if old:
            self._gradients = [_added(a, b) for a, b in zip(old, self._gradients)]
        return dx


class Linear__gradients_written_over(Linear):
    """You write the new gradients into the lists of the old ones. A caller who kept the list from
    the previous backward sees its values change."""

    def backward(self, dy: Matrix) -> Matrix:
        dx, dw, db = linear_backward(_latest(self._x), self.weight, dy)
        if not self._gradients:
            self._gradients = [dw, db]
        else:
            for old, new in zip(self._gradients[0], dw):
                old[:] = new
            self._gradients[1][:] = db
        return dx


class Linear__one_list_of_gradients(Linear):
    """You keep one list of gradients and put the new ones into it. gradients() hands out this very
    list, so a caller who kept it sees it change with the next backward."""

    def backward(self, dy: Matrix) -> Matrix:
        dx, dw, db = linear_backward(_latest(self._x), self.weight, dy)
        self._gradients[:] = [dw, db]
        return dx


class Linear__first_call_kept(Linear):
    """You remember the input of the first call and never replace it: backward answers for a batch
    that is long gone."""

    def __call__(self, x: Matrix) -> Matrix:
        if self._x is None:
            self._x = x
        return linear(x, self.weight, self.bias)


class Linear__calls_stacked(Linear):
    """You put the input of every call on a stack and take it off in backward. But backward always
    answers for the latest call, however often you ask, and a call without a backward leaves its
    input on the stack."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self._inputs: list[Matrix] = []

    def __call__(self, x: Matrix) -> Matrix:
        self._inputs.append(x)
        return super().__call__(x)

    def backward(self, dy: Matrix) -> Matrix:
        self._x = self._inputs.pop() if self._inputs else None
        return super().backward(dy)


class Linear__forgets_after_backward(Linear):
    """You drop the remembered input at the end of backward. A second backward for the same call is
    allowed, and finds nothing."""

    def backward(self, dy: Matrix) -> Matrix:
        dx = super().backward(dy)
        self._x = None
        return dx


class Linear__memory_of_the_class(Linear):
    """You keep the remembered input on the class, so all layers share one memory, and the layer
    called last overwrites the inputs of the others."""

    _shared: list[Matrix] = []

    def __call__(self, x: Matrix) -> Matrix:
        self._shared[:] = [x]
        return super().__call__(x)

    def backward(self, dy: Matrix) -> Matrix:
        self._x = self._shared[0] if self._shared else None
        return super().backward(dy)


class Linear__gradients_of_the_class(Linear):
    """You keep the gradients in a dictionary on the class. All layers write to the same place, and
    every layer reports the gradients of the last one."""

    _shared: dict[str, Params] = {}

    def backward(self, dy: Matrix) -> Matrix:
        dx = super().backward(dy)
        self._shared["gradients"] = self._gradients
        return dx

    def gradients(self) -> Params:
        return self._shared.get("gradients", [])


class Linear__parameters_are_copies(Linear):
    """You return copies from parameters(). An optimiser would update the copies, and the layer
    would never learn."""

    def parameters(self) -> Params:
        return [[list(row) for row in self.weight], list(self.bias)]


class Linear__columns_kept_from_the_start(Linear):
    """You keep the columns of the weight from the beginning, to save transposing at every call.
    When the optimiser changes the weight, your columns still hold the old numbers."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self._columns = [list(column) for column in zip(*self.weight)]

    def __call__(self, x: Matrix) -> Matrix:
        self._x = x
        return [
            [
                sum(value * w for value, w in zip(row, column)) + bias
                for column, bias in zip(self._columns, self.bias)
            ]
            for row in x
        ]


class Linear__dx_by_the_first_weight(Linear):
    """You transpose the weight once, at the beginning, and backward uses that. After the first step
    of the optimiser it is the transpose of a weight that no longer exists."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self._first_weight = [list(row) for row in self.weight]

    def backward(self, dy: Matrix) -> Matrix:
        super().backward(dy)
        return linear_backward(_latest(self._x), self._first_weight, dy)[0]


class Linear__bias_not_added(Linear):
    """You forget the bias in the forward pass. As long as it is zero, as it is at first, nobody
    notices."""

    def __call__(self, x: Matrix) -> Matrix:
        self._x = x
        return linear(x, self.weight, [0.0] * len(self.bias))


class Linear__bias_first(Linear):
    """You list the bias before the weight. The order is part of the interface: code that stores or
    loads parameters relies on it."""

    def parameters(self) -> Params:
        return [self.bias, self.weight]

    def gradients(self) -> Params:
        return self._gradients[::-1]


class Linear__gradients_bias_first(Linear):
    """Your gradients() and your parameters() have different orders: the optimiser would subtract
    the bias's gradient from the weight."""

    def gradients(self) -> Params:
        return self._gradients[::-1]


class Linear__bias_as_matrix(Linear):
    """You keep the bias as a matrix of one row. It is a Vector here, and so is its gradient."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self.bias = [self.bias]

    def __call__(self, x: Matrix) -> Matrix:
        self._x = x
        return linear(x, self.weight, self.bias[0])

    def gradients(self) -> Params:
        dw, db = self._gradients
        return [dw, [db]]


class Linear__weight_out_by_in(Linear):
    """You store the weight with a row for each output, as PyTorch does. Here it has a row for each
    input, so that the layer is x·weight."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self.weight = [list(column) for column in zip(*self.weight)]

    def __call__(self, x: Matrix) -> Matrix:
        self._x = x
        return linear(x, [list(column) for column in zip(*self.weight)], self.bias)

    def backward(self, dy: Matrix) -> Matrix:
        w = [list(column) for column in zip(*self.weight)]
        dx, dw, db = linear_backward(_latest(self._x), w, dy)
        self._gradients = [[list(column) for column in zip(*dw)], db]
        return dx


class Linear__parameters_as_tuple(Linear):
    """You return a tuple from parameters() and gradients(). The contract says a list: callers may
    join the lists of several layers."""

    def parameters(self) -> Any:
        return self.weight, self.bias

    def gradients(self) -> Any:
        return tuple(self._gradients)


class Linear__divided_by_batch(Linear):
    """You divide the gradients by the size of the batch. The mean belongs to the loss: its 1/n has
    already come in with dy, and yours makes it 1/n²."""

    def backward(self, dy: Matrix) -> Matrix:
        dx = super().backward(dy)
        dw, db = self._gradients
        self._gradients = [_scaled(dw, 1 / len(dy)), [g / len(dy) for g in db]]
        return dx


class Linear__bias_gradient_of_one_row(Linear):
    """You take the bias's gradient from the first row of dy. Every sample has passed through the
    same bias, and each has its share."""

    def backward(self, dy: Matrix) -> Matrix:
        dx = super().backward(dy)
        self._gradients = [self._gradients[0], list(dy[0])]
        return dx


class Linear__upstream_as_bias_gradient(Linear):
    """You hand out dy itself as the bias's gradient. That has a row for each sample; the gradient
    has one number for each bias."""

    def backward(self, dy: Matrix) -> Matrix:
        dx = super().backward(dy)
        self._gradients = [self._gradients[0], [list(row) for row in dy]]
        return dx


class Linear__dx_is_the_weight_gradient(Linear):
    """You return the weight's gradient from backward. The layer before needs the gradient for its
    own output, which is this layer's input."""

    def backward(self, dy: Matrix) -> Matrix:
        super().backward(dy)
        return [list(row) for row in self._gradients[0]]


class Linear__weight_zero(Linear):
    """You start with a weight of zeros. Then all units of a hidden layer get the same gradient for
    ever, and learn the same thing."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self.weight = [[0.0] * out_features for _ in range(in_features)]


class Linear__rows_are_one_list(Linear):
    """You draw one row and multiply the list that holds it, so all rows of the weight are the same
    list object, and every input has the same weights."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self.weight = [self.weight[0]] * in_features


class Linear__limit_of_pytorch(Linear):
    """You draw from ±1/sqrt(fan_in), as PyTorch does by default. Glorot's limit takes both the
    inputs and the outputs of the layer into account."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        rng, limit = random.Random(seed), 1 / math.sqrt(in_features)
        self.weight = [
            [rng.uniform(-limit, limit) for _ in range(out_features)] for _ in range(in_features)
        ]


class Linear__limit_of_fan_in_alone(Linear):
    """You take the limit sqrt(6/fan_in), which is He's, made for ReLU. Glorot's limit takes both
    the inputs and the outputs of the layer into account."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        factor = math.sqrt((in_features + out_features) / in_features)
        self.weight = _scaled(self.weight, factor)


class Linear__limit_as_deviation(Linear):
    """You draw from a Gaussian whose standard deviation is the limit. Glorot's uniform distribution
    has hard limits and a smaller deviation."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        rng, limit = random.Random(seed), math.sqrt(6 / (in_features + out_features))
        self.weight = [
            [rng.gauss(0, limit) for _ in range(out_features)] for _ in range(in_features)
        ]


class Linear__weight_never_negative(Linear):
    """You draw from 0 up to the limit. The weights have to lie on both sides of zero, or all sums
    grow with the number of inputs."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        self.weight = [[abs(value) for value in row] for row in self.weight]


class Linear__bias_drawn_too(Linear):
    """You draw the bias at random like the weight. It starts at zero: the weight alone is enough to
    make the outputs differ."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        rng, limit = random.Random(seed + 1), 1 / math.sqrt(in_features)
        self.bias = [rng.uniform(-limit, limit) for _ in range(out_features)]


class Linear__seed_ignored(Linear):
    """You always draw from the same state of the generator and never use the seed: two layers of
    one size are twins, whatever their seeds."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, 0)


class Linear__global_generator_seeded(Linear):
    """You seed the global random generator and draw from it. The numbers are right, but the rest of
    the program shares that generator, and you have changed what it will draw."""

    def __init__(self, in_features: int, out_features: int, seed: int) -> None:
        super().__init__(in_features, out_features, seed)
        random.seed(seed)
        limit = math.sqrt(6 / (in_features + out_features))
        self.weight = [
            [random.uniform(-limit, limit) for _ in range(out_features)] for _ in range(in_features)
        ]


class Linear__backward_too_early(Linear):
    """You let backward go on when there has been no call: it returns something meaningless, and a
    RuntimeError would say what is wrong."""

    def backward(self, dy: Matrix) -> Matrix:
        if self._x is None:
            return [[0.0] * len(self.weight) for _ in dy]
        return super().backward(dy)


class Sigmoid__of_the_input(Sigmoid):
    """You remember x and use x(1 - x). The short form of the derivative holds for the output of the
    sigmoid, not for its input."""

    def __call__(self, x: Matrix) -> Matrix:
        self._y = x
        return sigmoid(x)


class Sigmoid__applied_twice(Sigmoid):
    """You remember the output and apply the sigmoid to it once more in backward. It has been
    applied already."""

    def backward(self, dy: Matrix) -> Matrix:
        return sigmoid_backward(sigmoid(_latest(self._y)), dy)


class Sigmoid__upstream_ignored(Sigmoid):
    """You return the derivative of the sigmoid and leave dy out. By the chain rule it is a factor
    of the result."""

    def backward(self, dy: Matrix) -> Matrix:
        return [[y * (1 - y) for y in row] for row in _latest(self._y)]


class Sigmoid__upstream_handed_through(Sigmoid):
    """You pass dy straight on, as if the sigmoid had slope 1 everywhere. Its slope is a quarter at
    most, and nearly 0 far from the middle."""

    def backward(self, dy: Matrix) -> Matrix:
        _latest(self._y)
        return [list(row) for row in dy]


class Sigmoid__sigmoid_overflows(Sigmoid):
    """You write the formula of the sigmoid again inside the layer, and there it overflows for large
    negative inputs. Call the function of the earlier exercise."""

    def __call__(self, x: Matrix) -> Matrix:
        self._y = [[1 / (1 + math.exp(-value)) for value in row] for row in x]
        return self._y


class Sigmoid__sigmoid_first_call_kept(Sigmoid):
    """You remember the output of the first call and never replace it: backward answers for a batch
    that is long gone."""

    def __call__(self, x: Matrix) -> Matrix:
        y = sigmoid(x)
        if self._y is None:
            self._y = y
        return y


class Sigmoid__sigmoid_memory_of_the_class(Sigmoid):
    """You keep the remembered output on the class, so all Sigmoid layers share one memory, and the
    one called last overwrites the outputs of the others."""

    _shared: list[Matrix] = []

    def __call__(self, x: Matrix) -> Matrix:
        self._shared[:] = [super().__call__(x)]
        return self._shared[0]

    def backward(self, dy: Matrix) -> Matrix:
        self._y = self._shared[0] if self._shared else None
        return super().backward(dy)


class Sigmoid__sigmoid_backward_too_early(Sigmoid):
    """You let backward go on when there has been no call: it returns something meaningless, and a
    RuntimeError would say what is wrong."""

    def backward(self, dy: Matrix) -> Matrix:
        return [list(row) for row in dy] if self._y is None else super().backward(dy)


class Sigmoid__type_error_too_early(Sigmoid):
    """You do not check in backward whether there has been a call. The result is a TypeError from
    some line further down, which does not say what is wrong."""

    def backward(self, dy: Matrix) -> Matrix:
        return [
            [y * (1 - y) * g for y, g in zip(y_row, dy_row)]
            for y_row, dy_row in zip(self._y, dy)  # type: ignore[arg-type]
        ]


class Sigmoid__parameters_none(Sigmoid):
    """You return None from parameters() and gradients() of a layer that has none. An empty list
    says the same and can be joined with the lists of other layers."""

    def parameters(self) -> Any:
        return None

    def gradients(self) -> Any:
        return None


class Softmax__elementwise(Softmax):
    """You use the sigmoid's derivative y(1 - y)·dy for softmax. Each output of a row depends on
    every input of the row, so the diagonal of the Jacobian is not enough."""

    def backward(self, dy: Matrix) -> Matrix:
        return sigmoid_backward(_latest(self._y), dy)


class Softmax__left_to_the_loss(Softmax):
    """You pass dy straight on and count on a loss whose gradient includes the softmax already. The
    loss of this package takes logits, and this layer has to know its own derivative."""

    def backward(self, dy: Matrix) -> Matrix:
        _latest(self._y)
        return [list(row) for row in dy]


class Softmax__softmax_of_the_input(Softmax):
    """You remember the input and use it where the formula of the gradient uses the output."""

    def __call__(self, x: Matrix) -> Matrix:
        self._y = x
        return softmax(x)


class Softmax__whole_matrix(Softmax):
    """You divide by the sum over the whole batch. Every sample has a distribution of its own, and
    its row sums to 1."""

    def __call__(self, x: Matrix) -> Matrix:
        rows = softmax(x)
        self._y = _scaled(rows, 1 / len(rows))
        return self._y


class Softmax__softmax_overflows(Softmax):
    """You write the formula of softmax again inside the layer, and there it overflows for large
    inputs. Call the function of the earlier exercise."""

    def __call__(self, x: Matrix) -> Matrix:
        exps = [[math.exp(value) for value in row] for row in x]
        self._y = [[e / sum(row) for e in row] for row in exps]
        return self._y


class Softmax__softmax_first_call_kept(Softmax):
    """You remember the output of the first call and never replace it: backward answers for a batch
    that is long gone."""

    def __call__(self, x: Matrix) -> Matrix:
        y = softmax(x)
        if self._y is None:
            self._y = y
        return y


class Softmax__softmax_backward_too_early(Softmax):
    """You let backward go on when there has been no call: it returns something meaningless, and a
    RuntimeError would say what is wrong."""

    def backward(self, dy: Matrix) -> Matrix:
        return [list(row) for row in dy] if self._y is None else softmax_backward(self._y, dy)


class Softmax__parameters_left_to_the_base(Softmax):
    """You leave parameters() of Softmax to a base class that raises NotImplementedError. A layer
    without parameters still answers: with an empty list."""

    def parameters(self) -> Params:
        raise NotImplementedError


class Softmax__upstream_overwritten(Softmax):
    """You compute the gradient inside dy's own rows. The caller's upstream gradient is
    destroyed."""

    def backward(self, dy: Matrix) -> Matrix:
        for row, dx_row in zip(dy, super().backward(dy)):
            row[:] = dx_row
        return [list(row) for row in dy]


class Sequential__backward_in_forward_order(Sequential):
    """You go through the layers from first to last in backward as well. The gradient arrives at the
    last layer and travels back to the first."""

    def backward(self, dy: Matrix) -> Matrix:
        for layer in self._layers:
            dy = layer.backward(dy)
        return dy


class Sequential__same_upstream_for_all(Sequential):
    """You give every layer the upstream gradient of the whole. Each layer's upstream gradient is
    the dx that the layer after it returned."""

    def backward(self, dy: Matrix) -> Matrix:
        for layer in reversed(self._layers):
            dx = layer.backward(dy)
        return dx


class Sequential__stops_before_the_first(Sequential):
    """You leave out the first layer in backward, since nobody needs the gradient for the data. But
    its parameters need theirs, and the caller asked for dx."""

    def backward(self, dy: Matrix) -> Matrix:
        for layer in reversed(self._layers[1:]):
            dy = layer.backward(dy)
        return dy


class Sequential__layers_used_up(Sequential):
    """You keep the reversed layers as an iterator. It serves one backward and is used up for every
    later one."""

    def __init__(self, *layers: Layer) -> None:
        super().__init__(*layers)
        self._backwards = reversed(layers)

    def backward(self, dy: Matrix) -> Matrix:
        for layer in self._backwards:
            dy = layer.backward(dy)
        return dy


class Sequential__returns_the_first_layer(Sequential):
    """You give x itself to every layer instead of the output of the layer before, so only the last
    layer has an effect."""

    def __call__(self, x: Matrix) -> Matrix:
        for layer in self._layers:
            y = layer(x)
        return y


class Sequential__nothing_returned(Sequential):
    """Your backward runs through all layers and returns nothing. A Sequential is a layer, and the
    Sequential around it may need its dx."""

    def backward(self, dy: Matrix) -> Any:
        super().backward(dy)


class Sequential__parameters_by_layer(Sequential):
    """You return one list for each layer. The parameters of all layers form one flat list, and so
    do the gradients."""

    def parameters(self) -> Params:
        return [layer.parameters() for layer in self._layers]

    def gradients(self) -> Params:
        return [layer.gradients() for layer in self._layers]


class Sequential__parameters_from_the_last(Sequential):
    """You list parameters and gradients from the last layer to the first, as backward goes. Their
    order is that of the layers."""

    def parameters(self) -> Params:
        return [p for layer in reversed(self._layers) for p in layer.parameters()]

    def gradients(self) -> Params:
        return [g for layer in reversed(self._layers) for g in layer.gradients()]


class Sequential__gradients_from_the_last(Sequential):
    """Your gradients come from the last layer to the first, as the pass back meets them, and do not
    match the parameters."""

    def gradients(self) -> Params:
        return [g for layer in reversed(self._layers) for g in layer.gradients()]


class Sequential__parameters_copied(Sequential):
    """You copy the layers' parameters into a list of your own. An optimiser would update the
    copies, and no layer would learn."""

    def __init__(self, *layers: Layer) -> None:
        super().__init__(*layers)
        self._copies = [
            [list(row) for row in p] if isinstance(p[0], list) else list(p)
            for layer in layers
            for p in layer.parameters()
        ]

    def parameters(self) -> Params:
        return self._copies


class Sequential__linear_layers_only(Sequential):
    """You ask only the Linear layers for their parameters. A Sequential inside a Sequential has
    parameters as well, and yours forgets them."""

    def parameters(self) -> Params:
        return [
            p for layer in self._layers if isinstance(layer, Linear) for p in layer.parameters()
        ]


class CrossEntropyLoss__summed(CrossEntropyLoss):
    """You sum the losses of the batch instead of averaging them, forwards and backwards alike: the
    size of a step would depend on the size of the batch."""

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        return super().__call__(logits, labels) * len(labels)

    def backward(self) -> Matrix:
        return _scaled(super().backward(), len(_latest(self._call)[1]))


class CrossEntropyLoss__gradient_not_averaged(CrossEntropyLoss):
    """Your loss is a mean over the batch, your gradient that of the sum: the 1/n is missing. It is
    right for a batch of one only."""

    def backward(self) -> Matrix:
        return _scaled(super().backward(), len(_latest(self._call)[1]))


class CrossEntropyLoss__of_probabilities(CrossEntropyLoss):
    """You treat the first argument as probabilities. It holds logits: the softmax belongs to this
    loss."""

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        self._call = logits, labels
        picked = [max(row[label], 1e-300) for row, label in zip(logits, labels)]
        return -sum(math.log(p) for p in picked) / len(labels)


class CrossEntropyLoss__softmax_twice(CrossEntropyLoss):
    """You apply softmax to the logits before you hand them to cross_entropy, which does so itself.
    The second softmax makes every distribution nearly flat."""

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        return super().__call__(softmax(logits), labels)


class CrossEntropyLoss__label_not_subtracted(CrossEntropyLoss):
    """Your gradient is the softmax alone. The label's column has a second term, which pulls its
    logit up."""

    def backward(self) -> Matrix:
        logits, _ = _latest(self._call)
        return _scaled(softmax(logits), 1 / len(logits))


class CrossEntropyLoss__cross_entropy_first_call_kept(CrossEntropyLoss):
    """You remember the first batch and never replace it: every later backward answers for a batch
    that is long gone."""

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        if self._call is None:
            self._call = logits, labels
        return cross_entropy(logits, labels)


class CrossEntropyLoss__labels_of_the_first_call(CrossEntropyLoss):
    """You remember new logits with each call, but the labels of the first one. The rows of your
    gradient pull towards the classes of other samples."""

    def __init__(self) -> None:
        super().__init__()
        self._labels: list[int] = []

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        self._labels = self._labels or labels
        return super().__call__(logits, labels)

    def backward(self) -> Matrix:
        logits, labels = _latest(self._call)
        kept = self._labels if len(self._labels) == len(labels) else labels
        return cross_entropy_backward(logits, kept)


class CrossEntropyLoss__cross_entropy_overflows(CrossEntropyLoss):
    """You write softmax again and take its logarithm, and there it overflows for large logits. Call
    the function of the earlier exercise."""

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        self._call = logits, labels
        losses = [
            math.log(sum(math.exp(value) for value in row)) - row[label]
            for row, label in zip(logits, labels)
        ]
        return sum(losses) / len(losses)


class CrossEntropyLoss__logits_shifted_in_place(CrossEntropyLoss):
    """You subtract the largest logit of each row in the caller's own rows. The loss stays the same,
    but the logits are not yours to change."""

    def __call__(self, logits: Matrix, labels: list[int]) -> float:
        for row in logits:
            largest = max(row)
            row[:] = [value - largest for value in row]
        return super().__call__(logits, labels)


class CrossEntropyLoss__labels_mark_the_logits(CrossEntropyLoss):
    """You subtract the one-hot labels from the remembered logits themselves, to save a copy. They
    are the caller's rows, and a second backward subtracts again."""

    def backward(self) -> Matrix:
        logits, labels = _latest(self._call)
        kept: Matrix = logits
        for row, dx_row in zip(kept, cross_entropy_backward(logits, labels)):
            row[:] = dx_row
        return kept


class MSELoss__mean_of_all_entries(MSELoss):
    """You average over all entries, as PyTorch does by default. Here the columns are summed and
    only the rows averaged, in the loss and in its gradient."""

    def __call__(self, predicted: Matrix, target: Matrix) -> float:
        return super().__call__(predicted, target) / len(predicted[0])

    def backward(self) -> Matrix:
        return _scaled(super().backward(), 1 / len(_latest(self._call)[0][0]))


class MSELoss__halved(MSELoss):
    """You put a factor of one half before the sum, which makes the derivative prettier. It is a
    different loss, and nobody asked for it here."""

    def __call__(self, predicted: Matrix, target: Matrix) -> float:
        return super().__call__(predicted, target) / 2

    def backward(self) -> Matrix:
        return _scaled(super().backward(), 1 / 2)


class MSELoss__arguments_swapped(MSELoss):
    """Your backward takes target and prediction the wrong way round. The loss does not notice, but
    the gradient points the wrong way: it is the gradient for the target."""

    def backward(self) -> Matrix:
        predicted, target = _latest(self._call)
        return mse_backward(target, predicted)


class MSELoss__times_the_loss(MSELoss):
    """You multiply the gradient by the value of the loss. The chain rule multiplies by derivatives,
    and the upstream gradient of a loss is 1."""

    def backward(self) -> Matrix:
        return _scaled(super().backward(), mse(*_latest(self._call)))


class MSELoss__square_root(MSELoss):
    """You take the square root of the loss. That would change its gradient, too; the mean squared
    error stays squared."""

    def __call__(self, predicted: Matrix, target: Matrix) -> float:
        return math.sqrt(super().__call__(predicted, target))


class MSELoss__mse_first_call_kept(MSELoss):
    """You remember the first batch and never replace it: every later backward answers for a batch
    that is long gone."""

    def __call__(self, predicted: Matrix, target: Matrix) -> float:
        if self._call is None:
            self._call = predicted, target
        return mse(predicted, target)
