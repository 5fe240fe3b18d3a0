"""Step 2: four of five pixels are blank, and a blank pixel teaches nothing.

A pixel of 0 adds nothing to any sum, and the gradient of its weights is 0 as well. So the work on
it can be left out, forwards and backwards, without changing a digit of the result. That needs
another layout: the weights are kept by *input* here, a row for each pixel with its weight to every
unit, so that a blank pixel skips a row as a whole instead of one entry in each of 28 rows. An image
becomes the list of its inked pixels, once, before the training starts.

The bias is the row of one more input, which is always 1: one rule less.
"""

import math
import random
from collections.abc import Callable, Iterable, Sequence

Vector = list[float]
Matrix = list[list[float]]
Inputs = list[tuple[int, float]]  # (number, value) of those that are not 0
Layer = Matrix  # a row for each input, the bias last
Network = list[Layer]

RATE = 0.1  # falls to 0 over the training


def fit(
    images: Matrix,
    labels: list[int],
    seed: int,
    *,
    hidden: Sequence[int] = (28,),
    epochs: int = 4,
    after_epoch: Callable[[Network], None] | None = None,
) -> Network:
    """Train on images (n×784, in [0, 1]), one at a time, and return the network.

    `hidden` holds the sizes of the hidden layers; `after_epoch` is called with the network.
    """
    rng = random.Random(seed)
    sizes = [len(images[0]), *hidden, 10]
    network = [glorot(*pair, rng) for pair in zip(sizes, sizes[1:])]
    inked = [ink(image) for image in images]
    order = list(range(len(images)))
    for epoch in range(epochs):
        rng.shuffle(order)
        for count, n in enumerate(order):
            done = (epoch + count / len(order)) / epochs
            learn(network, inked[n], labels[n], RATE * (1 - done))
        if after_epoch:
            after_epoch(network)
    return network


def classify(network: Network, images: Matrix) -> list[int]:
    """The digit of each image (n×784)."""
    answers = []
    for image in images:
        _, logits = forward(network, ink(image))
        answers.append(logits.index(max(logits)))
    return answers


def glorot(inputs: int, units: int, rng: random.Random) -> Layer:
    """A layer whose weights are drawn from ±sqrt(6/(inputs+units)), its biases 0."""
    bound = math.sqrt(6 / (inputs + units))
    by_unit = [[rng.uniform(-bound, bound) for _ in range(inputs)] for _ in range(units)]
    return [*map(list, zip(*by_unit)), [0.0] * units]


def ink(values: Iterable[float]) -> Inputs:
    """The inputs that are not 0, and the 1 of the bias."""
    every = [*values, 1.0]
    return [(i, value) for i, value in enumerate(every) if value]


def weighted_sum(layer: Layer, inputs: Inputs) -> Vector:
    """The rows of the inputs, each times its value, added up."""
    total = [0.0] * len(layer[0])
    for i, value in inputs:
        total = [t + value * w for t, w in zip(total, layer[i])]
    return total


def forward(network: Network, image: Inputs) -> tuple[list[Inputs], Vector]:
    """The inputs of each layer, and the logits of the last."""
    tape = [image]
    for layer in network[:-1]:
        tape.append(ink(sigmoid(z) for z in weighted_sum(layer, tape[-1])))
    return tape, weighted_sum(network[-1], tape[-1])


def learn(network: Network, image: Inputs, label: int, rate: float) -> None:
    """One step of gradient descent on the cross-entropy of one image."""
    tape, logits = forward(network, image)
    delta = softmax(logits)
    delta[label] -= 1
    for depth in reversed(range(len(network))):
        layer, inputs = network[depth], tape[depth]
        steps = [rate * d for d in delta]
        if depth:
            delta = [
                sum(w * d for w, d in zip(layer[i], delta)) * value * (1 - value)
                for i, value in inputs[:-1]
            ]
        for i, value in inputs:
            layer[i] = [w - value * step for w, step in zip(layer[i], steps)]


def sigmoid(z: float) -> float:
    """1/(1+e^-z), which never overflows in this form."""
    return 0.5 + 0.5 * math.tanh(0.5 * z)


def softmax(logits: Vector) -> Vector:
    """The probabilities that the logits stand for."""
    largest = max(logits)
    exps = [math.exp(z - largest) for z in logits]
    total = sum(exps)
    return [e / total for e in exps]
