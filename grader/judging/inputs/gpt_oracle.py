"""A GPT as the host computes it: it reads one position at a time, and keeps what it has read.

The form is that of exercise 23: `params` is [tokens V×d, positions T×d], eight parameters a layer
(gain, wq, wk, wv, wo, gain, w1, w2), then [gain, out d×V]; eps is 1e-5 and attention is causal. A
position needs nothing of those behind it, so what was read once serves every sequence that begins
alike: that is what makes a thousand names cheap.

Parameters of a submission may hold anything finite. Where they overflow the logits may be
equal, infinite or nan, but nothing is raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import erfc, exp, fsum, log, pi, sqrt
from operator import add, mul
from typing import Any

Vector = list[float]
Matrix = list[list[float]]
Kept = list[tuple[Vector, Vector]]  # of one position: its key and value in every layer
Past = tuple[Kept, ...]  # of the positions before

EPS = 1e-5
PER_LAYER = 8  # parameters


class Reader:
    """A GPT that reads tokens: parameters of the form above, cut for `heads` heads.

    `shares` is what was seen of each position at the latest token, by layer and head.
    """

    def __init__(self, params: Sequence[Any], heads: int) -> None:
        self.shares: list[list[Vector]] = []
        self._tokens, self._positions, *layers, self._gain, out = params
        self._layers: list[list[Any]] = [
            [_columns(p) if isinstance(p[0], list) else p for p in layers[k : k + PER_LAYER]]
            for k in range(0, len(layers), PER_LAYER)
        ]
        self._out = _columns(out)
        size = len(self._gain) // heads
        self._cuts = [slice(start, start + size) for start in range(0, len(self._gain), size)]

    def read(self, token: int, past: Past = ()) -> tuple[Vector, Past]:
        """The logits (V entries) after `token` at the position after `past`, and the past then."""
        h = list(map(add, self._tokens[token], self._positions[len(past)]))
        kept: Kept = []
        self.shares = []
        for number, (gain, wq, wk, wv, wo, gain_2, w1, w2) in enumerate(self._layers):
            x = _normed(h, gain)
            kept.append((_product(x, wk), _product(x, wv)))
            seen = [*(before[number] for before in past), kept[-1]]
            h = list(map(add, h, _product(self._attended(_product(x, wq), seen), wo)))
            inner = _product(_normed(h, gain_2), w1)
            h = list(map(add, h, _product(list(map(gelu, inner)), w2)))
        return _product(_normed(h, self._gain), self._out), (*past, kept)

    def _attended(self, query: Vector, seen: Kept) -> Vector:
        """The values, averaged by softmax(query·key/√size) in each head."""
        mixed: Vector = []
        self.shares.append([])
        for cut in self._cuts:
            q = query[cut]
            scale = 1 / sqrt(len(q))
            shares = _softmax([scale * sum(map(mul, q, key[cut])) for key, _ in seen])
            self.shares[-1].append(shares)
            columns = zip(*(value[cut] for _, value in seen), strict=True)
            mixed += [sum(map(mul, shares, column)) for column in columns]
        return mixed


def forward(params: Sequence[Any], tokens: list[int], heads: int) -> Matrix:
    """The logits after each of the tokens, len(tokens)×V."""
    reader, logits = Reader(params, heads), []
    past: Past = ()
    for token in tokens:
        row, past = reader.read(token, past)
        logits.append(row)
    return logits


def loss(params: Sequence[Any], tokens: list[int], targets: list[int], heads: int) -> float:
    """The mean cross-entropy of predicting targets[i] at position i, in nats."""
    logits = forward(params, tokens, heads)
    return fsum(map(surprise, logits, targets)) / len(targets)


def corpus_loss(params: Sequence[Any], sequences: Iterable[list[int]], heads: int) -> float:
    """The mean over all tokens but each sequence's first of the surprise at it, in nats.

    A sequence is read up to its last but one token. What several begin with is read once.
    """
    reader = Reader(params, heads)
    known: dict[tuple[int, ...], tuple[Vector, Past]] = {}
    surprises = []
    for sequence in sequences:
        past: Past = ()
        for end, (token, following) in enumerate(zip(sequence, sequence[1:], strict=False), 1):
            begun = tuple(sequence[:end])
            if begun not in known:
                known[begun] = reader.read(token, past)
            logits, past = known[begun]
            surprises.append(surprise(logits, following))
    return sum(surprises) / len(surprises)


def surprise(logits: Vector, target: int) -> float:
    """−log softmax(logits)[target]."""
    largest = max(logits)
    return largest - logits[target] + log(sum(exp(x - largest) for x in logits))


def gelu(x: float) -> float:
    """x·Φ(x), Φ the normal distribution function; by erfc, which keeps its digits for x < 0."""
    return x * erfc(-x / sqrt(2)) / 2


def gelu_slope(x: float) -> float:
    """The derivative of gelu, Φ(x) + x·φ(x)."""
    return erfc(-x / sqrt(2)) / 2 + x * exp(-x * x / 2) / sqrt(2 * pi)


def _columns(matrix: Matrix) -> list[tuple[float, ...]]:
    return list(zip(*matrix, strict=True))


def _product(row: Vector, columns: list[tuple[float, ...]]) -> Vector:
    return [sum(map(mul, row, column)) for column in columns]


def _normed(row: Vector, gain: Vector) -> Vector:
    scale = 1 / sqrt(sum(map(mul, row, row)) / len(row) + EPS)
    return [scale * x * g for x, g in zip(row, gain, strict=True)]


def _softmax(scores: Vector) -> Vector:
    largest = max(scores)
    powers = [exp(score - largest) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]
