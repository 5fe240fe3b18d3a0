"""Step 6: several processes, each with a share of the images.

In every epoch the images are dealt into four shares. For each of them the process forks: a child
knows everything that its parent knows, so it only has to learn from its share and send the
weights back. The parent adds the mean of what the four have changed. Each makes a quarter of an
epoch's steps, so the network goes a little less far in an epoch than in step 5, and the rate is
higher.

Where no process can be started, as in the judge's sandbox, `begin` leaves the task to be done
when its result is asked for. The weights are the same to the last bit: how many shares there are
is a rule of the training, not of the machine.

The CPU seconds are those of step 5; what the processes divide is the time on the clock. The
network is step 5's, unchanged.
"""

import math
import os
import pickle
import random
from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter, mul
from struct import Struct
from typing import Any, TypeVar

Matrix = list[list[float]]
Ink = Callable[[Sequence[Any]], tuple[Any, ...]]  # picks an image's places from a list
Answer = tuple[int, int, tuple[int, ...]]  # which lanes are alive; all lanes; their values and 1

T = TypeVar("T")

LANE = 32
VALUE, STEP = 6, 12  # bits after the point, as in step 4
WEIGHT = VALUE + STEP
SUM = VALUE + WEIGHT
ONE = 1 << VALUE

SIDE = 32  # of the canvas that an image is laid on
PLACES = list(range(SIDE * SIDE + 1))  # those of the canvas, and the bias
BIAS = PLACES[-1]
WEIGHT_BITS = SUM - 1  # of the first weights, within ±1/4: a spread of sqrt(2/96)
THRESHOLD = 0.4  # a pixel above it is ink
MOVES = [(SIDE * down + right) % BIAS for down in (-1, 0, 1) for right in (-1, 0, 1)]
BLOCK = 20  # images between two moves
SURE = 0.9  # nothing is learnt from an image whose digit has this probability already
SHARES_BITS = 2
SHARES = 1 << SHARES_BITS
RATE = 0.04  # falls to 0 over the training


class Lanes:
    """Integers within ±2^31, `count` of them packed into one, and what is done to all at once."""

    def __init__(self, count: int) -> None:
        self.ones = sum(1 << LANE * j for j in range(count))
        self.halves = self.ones << LANE - 1  # added to lanes, makes them positive
        self.format = Struct("<" + "I" * count)

    def pack(self, numbers: Sequence[int]) -> int:
        """The integer whose lanes are the numbers."""
        positive = self.format.pack(*[n + (1 << LANE - 1) for n in numbers])
        return int.from_bytes(positive, "little") - self.halves

    def unpack(self, packed: int) -> list[int]:
        """The numbers in the lanes."""
        positive = (packed + self.halves).to_bytes(self.format.size, "little")
        return [n - (1 << LANE - 1) for n in self.format.unpack(positive)]

    def noise(self, bits: int, rng: random.Random) -> int:
        """Random numbers of so many bits, a sign among them, in the lanes."""
        found = rng.getrandbits(self.format.size * 8) & self.ones * ((1 << bits) - 1)
        return found - (self.ones << bits - 1)

    def relu(self, sums: int) -> tuple[int, int]:
        """A 1 in each lane whose sum is not negative; those sums as values, 0 in other lanes."""
        sums += self.halves
        alive = sums >> LANE - 1 & self.ones
        return alive, sums >> SUM - VALUE & alive * ((1 << LANE - 1 - SUM + VALUE) - 1)

    def slope(self, upstream: int, alive: int, bits: int) -> int:
        """The gradient through relu: upstream's lanes without their last bits, 0 if not alive."""
        rounded = upstream + self.halves + (self.ones << bits - 1) >> bits
        return (rounded & alive * ((1 << LANE - bits) - 1)) - (alive << LANE - 1 - bits)


class Layer:
    """The weights of a layer after the first, in lanes: by input (the bias last), and by unit."""

    def __init__(self, inputs: int, units: int, rng: random.Random) -> None:
        spread = math.sqrt(1 / inputs) * 2**WEIGHT
        by_unit = [[round(rng.gauss(0, spread)) for _ in range(inputs)] for _ in range(units)]
        self.inputs, self.units = Lanes(inputs), Lanes(units)
        self.rows = [self.units.pack(row) for row in zip(*by_unit)] + [0]
        self.columns = [self.inputs.pack(column) for column in by_unit]


class Network:
    """A row of weights for each place of the canvas, in lanes, and the layers above."""

    def __init__(self, hidden: Sequence[int], rng: random.Random) -> None:
        sizes = [*hidden, 10]
        self.layers = [Layer(*pair, rng) for pair in zip(sizes, sizes[1:])]
        lanes = self.layers[0].inputs
        positive = 1 << LANE * hidden[0]  # one lane more: two positive rows are added faster
        self.rows = [lanes.noise(WEIGHT_BITS, rng) + positive for _ in PLACES]

    def move(self, by: int) -> None:
        """Move the canvas under the images by so many places; what leaves it enters again."""
        self.rows[:BIAS] = self.rows[by:BIAS] + self.rows[:by]

    def forward(self, ink: Ink) -> tuple[list[Answer], list[int]]:
        """What each hidden layer answers, and the logits."""
        sums = sum(ink(self.rows))
        tape = []
        for layer in self.layers:
            alive, packed = layer.inputs.relu(sums)
            values = layer.inputs.format.unpack(packed.to_bytes(layer.inputs.format.size, "little"))
            tape.append((alive, packed, (*values, ONE)))
            sums = sum(map(mul, layer.rows, tape[-1][-1]))
        return tape, self.layers[-1].units.unpack(sums)

    def learn(self, ink: Ink, label: int, rate: float) -> None:
        """One step of gradient descent on an image, unless its digit is sure."""
        tape, logits = self.forward(ink)
        largest = max(logits)
        exps = [math.exp((z - largest) / 2**SUM) for z in logits]
        total = sum(exps)
        if exps[label] > SURE * total:
            return
        steps = [round(rate * e / total * 2**STEP) for e in exps]
        steps[label] -= round(rate * 2**STEP)
        packed_steps = self.layers[-1].units.pack(steps)
        for layer, (alive, packed, values) in zip(self.layers[::-1], tape[::-1]):
            upstream = sum(map(mul, layer.columns, steps))
            layer.rows = [
                row - y * packed_steps if y else row for row, y in zip(layer.rows, values)
            ]
            layer.columns = [column - s * packed for column, s in zip(layer.columns, steps)]
            if layer is not self.layers[0]:
                packed_steps = layer.inputs.slope(upstream, alive, WEIGHT)
                steps = layer.inputs.unpack(packed_steps)
        packed_steps = layer.inputs.slope(upstream, alive, VALUE)
        for place in ink(PLACES):
            self.rows[place] -= packed_steps


def fit(
    images: Matrix,
    labels: list[int],
    seed: int,
    *,
    hidden: Sequence[int] = (128,),
    epochs: int = 12,
    after_epoch: Callable[[Network], None] | None = None,
) -> Network:
    """Train on images (n×784, in [0, 1]) in several processes, and return the network.

    `hidden` holds the sizes of the hidden layers; `after_epoch` is called with the network.
    """
    rng = random.Random(seed)
    network = Network(hidden, rng)
    inked = [straighten(image) for image in images]
    order = list(range(len(images)))
    for epoch in range(epochs):
        rng.shuffle(order)
        pending = []
        for s in range(SHARES):
            share = [(inked[n], labels[n]) for n in order[s::SHARES]]
            task = partial(learnt, network, share, epoch / epochs, 1 / epochs, rng.random())
            pending.append(begin(task))
        add_mean(network, [result() for result in pending])
        if after_epoch:
            after_epoch(network)
    return network


def begin(task: Callable[[], T]) -> Callable[[], T]:
    """Begin a task in a process of its own; the function returned waits for its result.

    Where there can be no such process, the function returned is the task itself.
    """
    try:
        reader, writer = os.pipe()
    except OSError:
        return task
    try:
        child = os.fork()
    except (OSError, AttributeError):  # AttributeError: a system without fork
        os.close(reader)
        os.close(writer)
        return task
    if child == 0:
        try:
            with os.fdopen(writer, "wb") as pipe:
                pickle.dump(task(), pipe)
        finally:
            os._exit(0)
    os.close(writer)

    def result() -> T:
        with os.fdopen(reader, "rb") as pipe:
            sent = pipe.read()
        os.waitpid(child, 0)
        value: T = pickle.loads(sent)
        return value

    return result


def learnt(
    network: Network, share: list[tuple[Ink, int]], done: float, part: float, seed: float
) -> list[list[int]]:
    """The weights after learning from a share; the network's own are as before."""
    rng = random.Random(seed)
    before = [list(own) for _, own in weights(network)]
    for start in range(0, len(share), BLOCK):
        rate = RATE * (1 - done - part * start / len(share))
        by = rng.choice(MOVES)
        network.move(by)
        for ink, label in share[start : start + BLOCK]:
            network.learn(ink, label, rate)
        network.move(-by % BIAS)
    after = [list(own) for _, own in weights(network)]
    for (_, own), old in zip(weights(network), before):
        own[:] = old
    return after


def add_mean(network: Network, results: list[list[list[int]]]) -> None:
    """Add the mean of the changes that the shares have made to the network's weights."""
    for (lanes, own), *learnt in zip(weights(network), *results):
        changes = [sum(new) - SHARES * old for old, *new in zip(own, *learnt)]
        means = [lanes.slope(change, lanes.ones, SHARES_BITS) for change in changes]
        own[:] = [old + mean for old, mean in zip(own, means)]


def weights(network: Network) -> list[tuple[Lanes, list[int]]]:
    """All weights of the network, in its own lists, and what packs them."""
    first = network.layers[0].inputs
    found = [(first, network.rows)]
    for layer in network.layers:
        found += [(layer.units, layer.rows), (layer.inputs, layer.columns)]
    return found


def classify(network: Network, images: Matrix) -> list[int]:
    """The digit of each image (n×784)."""
    answers = []
    for image in images:
        _, logits = network.forward(straighten(image))
        answers.append(logits.index(max(logits)))
    return answers


def straighten(image: list[float]) -> Ink:
    """An image's ink, upright and in the middle of the canvas: each row of pixels is shifted."""
    inked = [i for i, pixel in enumerate(image) if pixel > THRESHOLD]
    if not inked:
        return itemgetter(BIAS, BIAS)  # of a single place it would give no tuple
    count = len(inked)
    xs = [i % 28 for i in inked]
    ys = [i // 28 for i in inked]
    x, y = sum(xs) / count, sum(ys) / count
    covariance = sum(map(mul, xs, ys)) - count * x * y
    variance = sum(map(mul, ys, ys)) - count * y * y
    lean = covariance / variance if variance > 1 else 0.0
    top, left = SIDE // 2 - round(y), SIDE / 2 - x
    start = [SIDE * (top + row) + round(left - lean * (row - y)) for row in range(28)]
    return itemgetter(*[PLACES[(start[row] + column) % BIAS] for column, row in zip(xs, ys)], BIAS)
