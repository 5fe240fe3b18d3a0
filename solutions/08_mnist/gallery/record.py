"""The record: step 5 in a hurry.

Read step5_ink.py first; the arithmetic in lanes is the same, for one hidden layer.

*Few epochs.* The rate falls to 0 within two epochs; these, and 64 units, are enough for 97.5 %.

*Straightening* took longer than an epoch. `compress` leaves out the paper in C, tables hold the
columns and rows of pixels, and a place off the canvas is looked up in a longer list instead of
divided. The collector of cycles is off: it would go through 47 million pixels again and again.
"""

import gc
import math
import random
from collections.abc import Callable, Sequence
from itertools import compress
from operator import itemgetter, mul
from struct import Struct
from typing import Any

Matrix = list[list[float]]
Ink = Callable[[Sequence[Any]], tuple[Any, ...]]  # picks an image's places from a list

HIDDEN, EPOCHS = 64, 2
RATE = 0.025  # falls to 0 over the training
SURE = 0.9  # nothing is learnt from an image whose digit has this probability already
BLOCK = 20  # images between two moves

LANE = 32
VALUE, STEP = 6, 12  # bits after the point
WEIGHT = VALUE + STEP
SUM = VALUE + WEIGHT
ONE = 1 << VALUE
HALF = 1 << LANE - 1

SIDE = 32  # of the canvas that an image is laid on
PLACES = list(range(SIDE * SIDE + 1))  # those of the canvas, and the bias
BIAS = PLACES[-1]
WRAPPED = PLACES[:BIAS] * 3  # what leaves the canvas below or above enters again
MOVES = [(SIDE * down + right) % BIAS for down in (-1, 0, 1) for right in (-1, 0, 1)]
THRESHOLD = 0.4  # a pixel above it is ink
PIXELS = list(range(28 * 28))
COLUMN = [pixel % 28 for pixel in PIXELS]
ROW = [pixel // 28 for pixel in PIXELS]


class Lanes:
    """Integers within ±2^31, `count` of them packed into one."""

    def __init__(self, count: int) -> None:
        self.ones = sum(1 << LANE * j for j in range(count))
        self.halves = self.ones << LANE - 1  # added to lanes, makes them positive
        self.format = Struct("<" + "I" * count)

    def pack(self, numbers: Sequence[int]) -> int:
        """The integer whose lanes are the numbers."""
        positive = self.format.pack(*[n + HALF for n in numbers])
        return int.from_bytes(positive, "little") - self.halves

    def unpack(self, packed: int) -> list[int]:
        """The numbers in the lanes."""
        positive = (packed + self.halves).to_bytes(self.format.size, "little")
        return [n - HALF for n in self.format.unpack(positive)]


UNITS, DIGITS = Lanes(HIDDEN), Lanes(10)


class Network:
    """Weights in lanes: for each place of the canvas those to all units; for each unit those to all
    digits (`out`, the bias last); for each digit those from all units (`back`).
    """

    def __init__(self, rng: random.Random) -> None:
        self.rows = [self._noise(rng) for _ in PLACES]
        spread = math.sqrt(1 / HIDDEN) * 2**WEIGHT
        weights = [[round(rng.gauss(0, spread)) for _ in range(HIDDEN)] for _ in range(10)]
        self.out = [DIGITS.pack(row) for row in zip(*weights)] + [0]
        self.back = [UNITS.pack(column) for column in weights]

    @staticmethod
    def _noise(rng: random.Random) -> int:
        """First weights within ±1/4, and a lane more: two positive rows are added faster."""
        noise = rng.getrandbits(LANE * HIDDEN) & UNITS.ones * ((1 << SUM - 1) - 1)
        return noise - (UNITS.ones << SUM - 2) + (1 << LANE * HIDDEN)

    def move(self, by: int) -> None:
        """Move the canvas under the images by so many places; what leaves it enters again."""
        self.rows[:BIAS] = self.rows[by:BIAS] + self.rows[:by]

    def forward(self, ink: Ink) -> tuple[int, int, tuple[int, ...], list[int]]:
        """Which units are alive, in lanes; their values in lanes, and as numbers; the logits."""
        sums = sum(ink(self.rows)) + UNITS.halves
        alive = sums >> LANE - 1 & UNITS.ones
        packed = sums >> SUM - VALUE & alive * ((1 << LANE - 1 - SUM + VALUE) - 1)
        values = *UNITS.format.unpack(packed.to_bytes(UNITS.format.size, "little")), ONE
        return alive, packed, values, DIGITS.unpack(sum(map(mul, self.out, values)))

    def learn(self, ink: Ink, label: int, rate: float) -> None:
        """One step of gradient descent on an image, unless its digit is sure."""
        alive, packed, values, logits = self.forward(ink)
        largest = max(logits)
        exps = [math.exp((z - largest) / 2**SUM) for z in logits]
        total = sum(exps)
        if exps[label] > SURE * total:
            return
        steps = [round(rate * e / total * 2**STEP) for e in exps]
        steps[label] -= round(rate * 2**STEP)
        upstream = sum(map(mul, self.back, steps)) + UNITS.halves + (UNITS.ones << VALUE - 1)
        by_digit = DIGITS.pack(steps)
        self.out = [row - y * by_digit if y else row for row, y in zip(self.out, values)]
        self.back = [row - s * packed if s else row for row, s in zip(self.back, steps)]
        slope = upstream >> VALUE & alive * ((1 << LANE - VALUE) - 1)
        slope -= alive << LANE - 1 - VALUE
        for place in ink(PLACES):
            self.rows[place] -= slope


def fit(images: Matrix, labels: list[int], seed: int) -> Network:
    """Train on images (n×784, in [0, 1]), one at a time, and return the network."""
    gc.disable()
    rng = random.Random(seed)
    network = Network(rng)
    inked = [straighten(image) for image in images]
    for epoch in range(EPOCHS):
        order = list(range(len(images)))
        rng.shuffle(order)
        for start in range(0, len(order), BLOCK):
            rate = RATE * (1 - (epoch + start / len(order)) / EPOCHS)
            by = rng.choice(MOVES)
            network.move(by)
            for n in order[start : start + BLOCK]:
                network.learn(inked[n], labels[n], rate)
            network.move(-by % BIAS)
    gc.enable()
    return network


def classify(network: Network, images: Matrix) -> list[int]:
    """The digit of each image (n×784)."""
    answers = []
    for image in images:
        *_, logits = network.forward(straighten(image))
        answers.append(logits.index(max(logits)))
    return answers


def straighten(image: list[float]) -> Ink:
    """An image's ink, upright and in the middle of the canvas: each row of pixels is shifted."""
    inked = [pixel for pixel in compress(PIXELS, image) if image[pixel] > THRESHOLD]
    if len(inked) < 2:
        return itemgetter(BIAS, BIAS)  # of a single place it would give no tuple
    pick = itemgetter(*inked)
    xs, ys = pick(COLUMN), pick(ROW)
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    covariance = sum(map(mul, xs, ys)) - x * sum(ys)
    variance = sum(map(mul, ys, ys)) - y * sum(ys)
    lean = covariance / variance if variance > 1 else 0.0
    top, left = SIDE // 2 - round(y), SIDE / 2 - x + lean * y
    start = [SIDE * (top + row) + round(left - lean * row) for row in range(28)]
    return itemgetter(*[WRAPPED[start[row] + column] for column, row in zip(xs, ys)], BIAS)
