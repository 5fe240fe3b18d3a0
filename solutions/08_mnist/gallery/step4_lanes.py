"""Step 4: a whole row of weights in one integer.

Python's integers have no upper limit, and adding two of a thousand bits is one C loop over their
digits. So a row of 28 weights becomes *one* integer of 28 lanes of 32 bits: the weight of unit j, a
fixed-point number, times 2^32j. Then

    row + row         adds all 28 pairs of weights,
    row * pixel       multiplies all 28 weights by the pixel,
    row - pixel*step  is the whole update of that pixel's row.

Carries do no harm. A negative lane borrows 1 from the next lane, but only as it is written down:
the integer as a whole is the exact sum of lane × 2^32j, and so are its sums and products. Adding
2^31 to every lane makes all of them positive, and then their bits can be cut apart
(`Lanes.unpack`). All that has to be seen to is that no lane's true value leaves ±2^31.

Where the binary point stands (`x` is short for a pixel or what a hidden unit answers):

    x             6 bits after the point: 0 … 64 stands for 0 … 1
    step         12 bits: rate × gradient of a unit's sum
    weight       18 bits: it changes by x × step, whose bits are 6 + 12
    sum          24 bits: x × weight is 6 + 18; 7 bits and a sign are left, ±128
    upstream     30 bits: step × weight is 12 + 18; ±2 is left, and the rate keeps it far below

A sum's upper 16 bits are a number from a sigmoid table, so no `exp` is taken in hidden layers.

To go backwards through a layer, its weights are needed by unit as well: an integer for each
*column*, whose lanes are the inputs. Both forms get the same updates, exactly, and never part.
The first layer has nothing to go back to and keeps its rows only.
"""

import math
import random
from collections.abc import Callable, Sequence
from itertools import compress
from operator import mul
from struct import Struct

Vector = list[float]
Matrix = list[list[float]]
Inputs = tuple[Sequence[int], Sequence[int]]  # the numbers and the values of those not 0

LANE = 32
VALUE, STEP = 6, 12  # bits after the point
WEIGHT = VALUE + STEP
SUM = VALUE + WEIGHT
ONE = 1 << VALUE
RATE = 0.1  # falls to 0 over the training


class Lanes:
    """Packs `count` integers, each within ±2^31, into one, and unpacks them."""

    def __init__(self, count: int) -> None:
        self.halves = sum(1 << LANE * j + LANE - 1 for j in range(count))  # 2^31 in each lane
        self.whole = Struct("<" + "I" * count)
        self.upper = Struct("<" + "2xH" * count)

    def pack(self, numbers: Sequence[int]) -> int:
        """The integer whose lanes are the numbers."""
        positive = self.whole.pack(*[n + (1 << LANE - 1) for n in numbers])
        return int.from_bytes(positive, "little") - self.halves

    def unpack(self, packed: int) -> list[int]:
        """The numbers in the lanes."""
        positive = (packed + self.halves).to_bytes(self.whole.size, "little")
        return [n - (1 << LANE - 1) for n in self.whole.unpack(positive)]

    def unpack_upper(self, packed: int) -> tuple[int, ...]:
        """The upper 16 bits of each lane, plus 2^15: from 0 to 2^16 - 1."""
        return self.upper.unpack((packed + self.halves).to_bytes(self.upper.size, "little"))


class Layer:
    """Weights, ±sqrt(6/(inputs+units)), in lanes: by input (the bias last), and by unit."""

    def __init__(self, inputs: int, units: int, rng: random.Random) -> None:
        bound = math.sqrt(6 / (inputs + units)) * 2**WEIGHT
        by_unit = [
            [*(round(rng.uniform(-bound, bound)) for _ in range(inputs)), 0] for _ in range(units)
        ]
        self.over_units, self.over_inputs = Lanes(units), Lanes(inputs + 1)
        self.rows = [self.over_units.pack(row) for row in zip(*by_unit)]
        self.columns = [self.over_inputs.pack(column) for column in by_unit]


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
    network = [Layer(*pair, rng) for pair in zip(sizes, sizes[1:])]
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


def ink(image: Vector) -> Inputs:
    """The pixels that are not 0, in fixed point, and the 1 of the bias."""
    every = [*image, 1.0]
    numbers = compress(range(len(every)), every)
    return list(numbers), [int(value * ONE + 0.5) for value in every if value]


def forward(network: Network, image: Inputs) -> tuple[list[list[int]], list[int]]:
    """What each hidden layer answers, with the 1 of the bias; the logits."""
    numbers, values = image
    total = sum(map(mul, map(network[0].rows.__getitem__, numbers), values))
    tape = []
    for below, layer in zip(network, network[1:]):
        answers = [SIGMOID[z] for z in below.over_units.unpack_upper(total)] + [ONE]
        total = sum(map(mul, layer.rows, answers))
        tape.append(answers)
    return tape, network[-1].over_units.unpack(total)


def learn(network: Network, image: Inputs, label: int, rate: float) -> None:
    """One step of gradient descent on the cross-entropy of one image."""
    tape, logits = forward(network, image)
    steps = [round(rate * p * 2**STEP) for p in softmax(logits)]
    steps[label] -= round(rate * 2**STEP)
    for layer, answers in zip(network[:0:-1], tape[::-1]):
        upstream = layer.over_inputs.unpack(sum(map(mul, layer.columns, steps)))
        packed_steps = layer.over_units.pack(steps)
        packed_answers = layer.over_inputs.pack(answers)
        layer.rows = [row - y * packed_steps for row, y in zip(layer.rows, answers)]
        layer.columns = [c - step * packed_answers for c, step in zip(layer.columns, steps)]
        steps = [u * SLOPE[y] + HALF >> SHIFT for u, y in zip(upstream, answers[:-1])]
    first = network[0]
    packed_steps = first.over_units.pack(steps)
    for i, value in zip(*image):
        first.rows[i] -= value * packed_steps


def softmax(logits: list[int]) -> Vector:
    """The probabilities that the logits stand for."""
    largest = max(logits)
    exps = [math.exp((z - largest) / 2**SUM) for z in logits]
    total = sum(exps)
    return [e / total for e in exps]


def sigmoid(z: float) -> float:
    """1/(1+e^-z), which never overflows in this form."""
    return 0.5 + 0.5 * math.tanh(0.5 * z)


SIGMOID = [round(ONE * sigmoid((z - 2**15) / 2 ** (SUM - 16))) for z in range(2**16)]
SLOPE = [y * (ONE - y) for y in range(ONE + 1)]  # of the sigmoid, where it is y: 2·VALUE bits
SHIFT = 2 * VALUE + WEIGHT  # from upstream × slope back to the bits of a step
HALF = 1 << SHIFT - 1  # rounds
