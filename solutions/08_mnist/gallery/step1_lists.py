"""Step 1: the network as it stands in the textbook, in plain lists.

Each unit holds a list of weights, one for each of its inputs. A unit's answer is a sum over all of
them, and learning walks over all of them once more: a 784-28-10 network has 22,232 weights, each is
read and written for each image, and each of these visits is a few byte codes. This is the
arithmetic that the later steps do too, image by image in the same order; they only find ways to
do it faster.
"""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Vector = list[float]
Matrix = list[list[float]]

RATE = 0.1  # falls to 0 over the training


@dataclass
class Layer:
    """A layer of units: `weights[j][i]` is what unit j makes of input i."""

    weights: Matrix
    biases: Vector


Network = list[Layer]


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
    order = list(range(len(images)))
    for epoch in range(epochs):
        rng.shuffle(order)
        for count, n in enumerate(order):
            done = (epoch + count / len(order)) / epochs
            learn(network, images[n], labels[n], RATE * (1 - done))
        if after_epoch:
            after_epoch(network)
    return network


def classify(network: Network, images: Matrix) -> list[int]:
    """The digit of each image (n×784)."""
    answers = []
    for image in images:
        logits = forward(network, image)[-1]
        answers.append(logits.index(max(logits)))
    return answers


def glorot(inputs: int, units: int, rng: random.Random) -> Layer:
    """A layer whose weights are drawn from ±sqrt(6/(inputs+units)), its biases 0."""
    bound = math.sqrt(6 / (inputs + units))
    weights = [[rng.uniform(-bound, bound) for _ in range(inputs)] for _ in range(units)]
    return Layer(weights, [0.0] * units)


def forward(network: Network, image: Vector) -> list[Vector]:
    """What each layer answers: sigmoids, and the logits of the last."""
    answers = []
    answer = image
    for layer in network:
        logits = [
            sum(w * x for w, x in zip(row, answer)) + bias
            for row, bias in zip(layer.weights, layer.biases)
        ]
        answer = logits if layer is network[-1] else [sigmoid(z) for z in logits]
        answers.append(answer)
    return answers


def learn(network: Network, image: Vector, label: int, rate: float) -> None:
    """One step of gradient descent on the cross-entropy of one image."""
    answers = forward(network, image)
    delta = softmax(answers[-1])
    delta[label] -= 1
    for depth in reversed(range(len(network))):
        layer = network[depth]
        inputs = answers[depth - 1] if depth else image
        steps = [rate * d for d in delta]
        if depth:
            delta = [
                sum(row[i] * d for row, d in zip(layer.weights, delta)) * x * (1 - x)
                for i, x in enumerate(inputs)
            ]
        layer.weights = [
            [w - step * x for w, x in zip(row, inputs)] for row, step in zip(layer.weights, steps)
        ]
        layer.biases = [b - step for b, step in zip(layer.biases, steps)]


def sigmoid(z: float) -> float:
    """1/(1+e^-z), which never overflows in this form."""
    return 0.5 + 0.5 * math.tanh(0.5 * z)


def softmax(logits: Vector) -> Vector:
    """The probabilities that the logits stand for."""
    largest = max(logits)
    exps = [math.exp(z - largest) for z in logits]
    total = sum(exps)
    return [e / total for e in exps]
