"""Attention that is given, not learnt: each head looks so many letters back, from the first step.

A name's next letter depends on the few before it and on the place. Attention can find that out, but
steps are spent on finding it. Here it is written down: places are one-hot in columns of
their own, and queries and keys map a place to a code that no other has, so head h sees the letter
h + 1 places back and nothing else. The values are given too: the first columns of the letter. So no
score, no exponential and no gradient of either is computed; it is a copy. All else is learnt as in
step 1, and what comes out is a GPT as exercise 23 has it.
"""

import random
from array import array
from collections.abc import Sequence
from functools import cache
from math import erf, exp, log, pi, sqrt
from operator import add, mul

Vector = list[float]

TOKENS, CONTEXT, HEADS = 27, 16, 4
LETTERS = 16  # columns of the letters; one for each place follows
WIDTH = LETTERS + CONTEXT
HEAD = WIDTH // HEADS
BATCH_SIZE, LEARNING_RATE, BETA_2 = 8, 0.01, 0.98
SHARP = 100.0  # entries of queries and keys: a score above the others by thousands

# Bits after the point: of factors, twice as many of products, whose lanes hold up to 2^7.
BITS, LANE = 12, 4  # a lane has 4 bytes
UNIT, MOVE = 0.5 ** (2 * BITS), 1.5 * 2.0 ** (52 - BITS)


def whole(moved: Vector) -> memoryview:
    """x · 2^BITS, rounded, of floats x + MOVE: the lower half of each."""
    return memoryview(array("d", moved)).cast("B").cast("i")[::2]


@cache
def signs(width: int) -> int:
    """The highest bit of so many lanes."""
    return sum(1 << 8 * LANE * i - 1 for i in range(1, width + 1))


def pack(lanes: bytes, width: int) -> list[int]:
    """Each row of so many signed numbers as one integer, their exact sum at 2^32 a lane."""
    sign, size = signs(width), LANE * width
    return [
        (int.from_bytes(lanes[i : i + size], "little") ^ sign) - sign
        for i in range(0, len(lanes), size)
    ]


def product(values: list[int], rows: list[int], width: int) -> memoryview:
    """values · rows, for packed rows of that width; lanes with 2 · BITS bits after the point."""
    sign, size, n = signs(width), LANE * width, len(rows)
    sums = [sum(map(mul, values[i : i + n], rows)) for i in range(0, len(values), n)]
    lanes = b"".join([((row + sign) ^ sign).to_bytes(size, "little") for row in sums])
    return memoryview(lanes).cast("i")


class Weight:
    """A matrix (rows × columns), the last gradient, and Adam's moments; all flat lists."""

    def __init__(self, rows: int, columns: int, rng: random.Random, spread: float) -> None:
        self.rows, self.columns = rows, columns
        self.values = [rng.gauss(0.0, spread) for _ in range(rows * columns)]
        self.grad: Sequence[float] = []
        self.first = self.second = [0.0] * (rows * columns)

    def forward(self, x: list[int]) -> memoryview:
        """x · w."""
        self.x = x
        self.lanes = array("i", whole([v + MOVE for v in self.values]))
        return product(x, pack(self.lanes.tobytes(), self.columns), self.columns)

    def backward(self, dy: memoryview) -> list[int]:
        """dy · wᵀ; keeps the gradient xᵀ · dy."""
        n = self.columns
        x = [v for i in range(self.rows) for v in self.x[i :: self.rows]]
        self.grad = product(x, pack(dy.tobytes(), n), n)
        turned = pack(b"".join([self.lanes[i::n].tobytes() for i in range(n)]), self.rows)
        return product(dy.tolist(), turned, self.rows).tolist()

    def gather(self, indices: list[int], dy: Vector, stride: int) -> None:
        """The gradient if each row of dy (the first columns of a stride) went to one row of w."""
        n = self.columns
        grad = [0.0] * len(self.values)
        for i, index in zip(range(0, len(dy), stride), indices):
            into = slice(index * n, index * n + n)
            grad[into] = map(add, grad[into], dy[i : i + n])
        self.grad = [g / UNIT for g in grad]

    def step(self, count: int, rate: float) -> None:
        """Adam. Gradients are as large as products: it divides by their size."""
        rate, fix = rate / (1 - 0.9**count), 1 / (1 - BETA_2**count)
        fresh = 1 - BETA_2
        self.first = [0.9 * m + 0.1 * g for m, g in zip(self.first, self.grad)]
        self.second = [BETA_2 * v + fresh * g * g for v, g in zip(self.second, self.grad)]
        self.values = [
            w - rate * m / (sqrt(fix * v) + 0.1)
            for w, m, v in zip(self.values, self.first, self.second)
        ]

    def lists(self) -> list[Vector]:
        """The rows as lists."""
        n = self.columns
        return [self.values[i : i + n] for i in range(0, len(self.values), n)]


# gelu as a factor and its slope, for each upper half of a product's lane. Below zero, Python
# counts from the end.
_PLACES = [(i + 0.5) * 2.0 ** (16 - 2 * BITS) for i in (*range(1 << 15), *range(-1 << 15, 0))]
_BELOW = [(1 + erf(x / sqrt(2))) / 2 for x in _PLACES]
GELU = [round(x * below * 2**BITS) for x, below in zip(_PLACES, _BELOW)]
SLOPE = [UNIT * (p + x * exp(-x * x / 2) / sqrt(2 * pi)) for x, p in zip(_PLACES, _BELOW)]


def norm(h: Vector) -> tuple[list[int], Vector]:
    """Each row divided by the root of the mean of its squares; one over these roots."""
    rows = [h[i : i + WIDTH] for i in range(0, len(h), WIDTH)]
    scales = [1 / sqrt(sum(map(mul, row, row)) / WIDTH + 1e-5) for row in rows]
    moved = [v * scale + MOVE for row, scale in zip(rows, scales) for v in row]
    return whole(moved).tolist(), scales


def norm_backward(dh: Vector, x: list[int], scales: Vector, dx: list[int]) -> Vector:
    """dh and the gradient that passes through a norm."""
    found: Vector = []
    for i, scale in zip(range(0, len(x), WIDTH), scales):
        row, d = x[i : i + WIDTH], dx[i : i + WIDTH]
        along = sum(map(mul, row, d)) / WIDTH * scale * UNIT * UNIT
        scale *= UNIT
        found += [e + a * scale - v * along for e, a, v in zip(dh[i : i + WIDTH], d, row)]
    return found


def cross_entropy(logits: memoryview, targets: list[int]) -> tuple[float, memoryview]:
    """The mean over all tokens, and the gradient of the sum. Adam does not mind a factor."""
    exps = [exp(v * UNIT) for v in logits]
    starts = range(0, len(exps), TOKENS)
    totals = [sum(exps[i : i + TOKENS]) for i in starts]
    moved = [e / total + MOVE for i, total in zip(starts, totals) for e in exps[i : i + TOKENS]]
    loss = 0.0
    for start, target, total in zip(starts, targets, totals):
        loss += log(total / exps[start + target])
        moved[start + target] -= 1
    return loss / len(targets), whole(moved)


class Network:
    """A GPT of one layer: exercise 23's, but for the gains and for what is given."""

    def __init__(self, hidden: int, rng: random.Random) -> None:
        self.tokens = Weight(TOKENS, LETTERS, rng, 0.5)
        self.positions = Weight(CONTEXT, LETTERS, rng, 0.05)
        self.wo = Weight(WIDTH, WIDTH, rng, 0.05)
        self.w1, self.w2 = Weight(WIDTH, hidden, rng, 0.05), Weight(hidden, WIDTH, rng, 0.05)
        self.out = Weight(WIDTH, TOKENS, rng, 0.05)

    def learn(self, names: list[list[int]]) -> float:
        """The gradients of the cross-entropy, summed over all tokens of the names; its mean."""
        read = [token for name in names for token in name]
        targets = [token for name in names for token in (*name[1:], 0)]
        places = [place for name in names for place in range(len(name))]
        seen = [  # where the letter begins that a row sees, for each row and head
            (row - min(head + 1, place)) * WIDTH
            for row, place in enumerate(places)
            for head in range(HEADS)
        ]

        token_rows, place_rows = self.tokens.lists(), self.positions.lists()
        h: Vector = []
        for token, place in zip(read, places):
            h += [*map(add, token_rows[token], place_rows[place]), *ONE_HOT[place]]
        x_1, scales_1 = norm(h)
        mixed = [v for i in seen for v in x_1[i : i + HEAD]]
        h = [a + b * UNIT for a, b in zip(h, self.wo.forward(mixed))]
        x_2, scales_2 = norm(h)
        inner = self.w1.forward(x_2).cast("B").cast("h")[1::2].tolist()
        h = [a + b * UNIT for a, b in zip(h, self.w2.forward([GELU[i] for i in inner]))]
        x_3, scales_3 = norm(h)
        loss, dlogits = cross_entropy(self.out.forward(x_3), targets)

        dh = norm_backward([0.0] * len(h), x_3, scales_3, self.out.backward(dlogits))
        dactive = self.w2.backward(whole([d + MOVE for d in dh]))
        dinner = whole([d * SLOPE[i] + MOVE for d, i in zip(dactive, inner)])
        dh = norm_backward(dh, x_2, scales_2, self.w1.backward(dinner))
        dmixed = self.wo.backward(whole([d + MOVE for d in dh]))
        dx_1 = [0] * len(x_1)
        for part, i in zip(range(0, len(dmixed), HEAD), seen):
            dx_1[i : i + HEAD] = map(add, dx_1[i : i + HEAD], dmixed[part : part + HEAD])
        dh = norm_backward(dh, x_1, scales_1, dx_1)
        self.tokens.gather(read, dh, WIDTH)
        self.positions.gather(places, dh, WIDTH)
        return loss

    def params(self) -> list[object]:
        """The parameters as the exercise has them: units of w1 that there are not are zeros."""
        wq, wk, wv = given()
        spare = 4 * WIDTH - self.w1.columns
        return [
            [row + [0.0] * CONTEXT for row in self.tokens.lists()],
            [row + code for row, code in zip(self.positions.lists(), ONE_HOT)],
            [1.0] * WIDTH, wq, wk, wv, self.wo.lists(),
            [1.0] * WIDTH, [row + [0.0] * spare for row in self.w1.lists()],
            self.w2.lists() + [[0.0] * WIDTH for _ in range(spare)],
            [1.0] * WIDTH, self.out.lists(),
        ]  # fmt: skip


ONE_HOT = [[float(i == j) for j in range(CONTEXT)] for i in range(CONTEXT)]


def given() -> tuple[list[Vector], list[Vector], list[Vector]]:
    """wq and wk, with which head h sees the place h + 1 back, or the first; wv, which copies.

    A head has 8 columns for 16 places: the code of the second eight is minus that of the first.
    """
    wq, wk, wv = ([[0.0] * WIDTH for _ in range(WIDTH)] for _ in range(3))
    for head in range(0, WIDTH, HEAD):
        for place in range(CONTEXT):
            for w, seen in ((wk, place), (wq, max(place - head // HEAD - 1, 0))):
                sign = SHARP if seen < HEAD else -SHARP
                w[LETTERS + place][head + seen % HEAD] = sign
        for column in range(HEAD):
            wv[column][head + column] = 1.0
    return wq, wk, wv


def fit(
    names: list[str], seed: int, *, epochs: int = 4, hidden: int = 64
) -> tuple[list[object], int]:
    """Train a GPT on lower-case names, and return (params, heads)."""
    rng = random.Random(seed)
    network = Network(hidden, rng)
    coded = [[0, *(ord(letter) - 96 for letter in name)] for name in names]
    steps, step = epochs * -(-len(coded) // BATCH_SIZE), 0
    for _ in range(epochs):
        rng.shuffle(coded)
        for start in range(0, len(coded), BATCH_SIZE):
            loss = network.learn(coded[start : start + BATCH_SIZE])
            rate = LEARNING_RATE * (1 - step / steps)
            step += 1
            for weight in vars(network).values():
                weight.step(step, rate)
            if step % 100 == 0:
                print(f"step {step} of {steps}: loss {loss:.3f}")
    return network.params(), HEADS
