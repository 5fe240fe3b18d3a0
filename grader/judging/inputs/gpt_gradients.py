"""The exact gradients of a GPT's loss, by a tape of rows: what exercise 23 is compared with.

The forward pass writes each step's pullback on a tape; the gradients come of reading it backwards.
Nothing is derived for whole matrices, so nothing is shared with a solution that goes through them
layer by layer; `gpt_oracle` is a third way to the same loss, and central differences a fourth.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import erf, exp, log, pi, sqrt
from typing import Any

from grader.judging.inputs.gpt_oracle import EPS, PER_LAYER, Vector


class Row:
    """A vector of the computation, and the gradient of the loss for it so far."""

    def __init__(self, value: Vector) -> None:
        self.value = value
        self.grad = [0.0] * len(value)


Rows = list[Row]


class Tape:
    """Computes with rows, and remembers how to send gradients back through each step."""

    def __init__(self) -> None:
        self._pullbacks: list[Callable[[], None]] = []

    def backward(self) -> None:
        """Send the gradients of what was computed last to all that it was computed from."""
        for pull in reversed(self._pullbacks):
            pull()

    def add(self, a: Row, b: Row) -> Row:
        """a + b."""
        y = Row([p + q for p, q in zip(a.value, b.value, strict=True)])

        def pull() -> None:
            _accumulate(a, y.grad)
            _accumulate(b, y.grad)

        return self._noted(y, pull)

    def product(self, x: Row, w: Rows) -> Row:
        """x·w."""
        y = Row([_dot(x.value, column) for column in zip(*(row.value for row in w), strict=True)])

        def pull() -> None:
            _accumulate(x, [_dot(row.value, y.grad) for row in w])
            for entry, row in zip(x.value, w, strict=True):
                _accumulate(row, [entry * dy for dy in y.grad])

        return self._noted(y, pull)

    def norm(self, x: Row, gain: Row) -> Row:
        """x over the root of its mean square, times gain."""
        root = sqrt(_dot(x.value, x.value) / len(x.value) + EPS)
        unit = [entry / root for entry in x.value]
        y = Row([u * g for u, g in zip(unit, gain.value, strict=True)])

        def pull() -> None:
            scaled = [dy * g for dy, g in zip(y.grad, gain.value, strict=True)]
            along = _dot(scaled, unit) / len(unit)
            _accumulate(x, [(s - along * u) / root for s, u in zip(scaled, unit, strict=True)])
            _accumulate(gain, [dy * u for dy, u in zip(y.grad, unit, strict=True)])

        return self._noted(y, pull)

    def gelu(self, x: Row) -> Row:
        """Entrywise x·Φ(x)."""
        below = [(1 + erf(entry / sqrt(2))) / 2 for entry in x.value]
        y = Row([entry * p for entry, p in zip(x.value, below, strict=True)])

        def pull() -> None:
            density = [exp(-entry * entry / 2) / sqrt(2 * pi) for entry in x.value]
            slopes = [p + e * d for p, e, d in zip(below, x.value, density, strict=True)]
            _accumulate(x, [dy * slope for dy, slope in zip(y.grad, slopes, strict=True)])

        return self._noted(y, pull)

    def attend(self, query: Row, keys: Rows, values: Rows, heads: int) -> Row:
        """The values averaged by softmax(query·key/√size), in each head's columns apart."""
        size = len(query.value) // heads
        columns = [range(size * head, size * (head + 1)) for head in range(heads)]
        shares = []
        for part in columns:
            scores = [sum(query.value[j] * k.value[j] for j in part) / sqrt(size) for k in keys]
            powers = [exp(score - max(scores)) for score in scores]
            shares.append([power / sum(powers) for power in powers])
        y = Row(
            [
                sum(p * v.value[j] for p, v in zip(share, values, strict=True))
                for share, part in zip(shares, columns, strict=True)
                for j in part
            ]
        )

        def pull() -> None:
            for share, part in zip(shares, columns, strict=True):
                to_shares = [sum(y.grad[j] * v.value[j] for j in part) for v in values]
                mean = _dot(to_shares, share)
                for p, to_share, key, value in zip(share, to_shares, keys, values, strict=True):
                    to_score = p * (to_share - mean) / sqrt(size)
                    for j in part:
                        value.grad[j] += p * y.grad[j]
                        query.grad[j] += to_score * key.value[j]
                        key.grad[j] += to_score * query.value[j]

        return self._noted(y, pull)

    def surprise(self, logits: Row, target: int, share: float) -> float:
        """−log softmax(logits)[target] times `share`: one of the terms of the loss."""
        largest = max(logits.value)
        total = sum(exp(x - largest) for x in logits.value)

        def pull() -> None:
            for j, x in enumerate(logits.value):
                logits.grad[j] += share * (exp(x - largest) / total - (j == target))

        self._pullbacks.append(pull)
        return share * (largest + log(total) - logits.value[target])

    def _noted(self, row: Row, pull: Callable[[], None]) -> Row:
        self._pullbacks.append(pull)
        return row


def loss_and_grads(
    params: Sequence[Any], tokens: list[int], targets: list[int], heads: int
) -> tuple[float, list[Any]]:
    """The mean cross-entropy of predicting targets[i] at position i, and its gradients.

    The gradients have the structure of `params`, whose form is that of exercise 23.
    """
    matrices = [list(map(Row, p if isinstance(p[0], list) else [p])) for p in params]
    embedded, positions, *layers, [gain_out], out = matrices
    tape = Tape()
    stream = [tape.add(embedded[t], positions[i]) for i, t in enumerate(tokens)]
    for k in range(0, len(layers), PER_LAYER):
        [gain], wq, wk, wv, wo, [gain_2], w1, w2 = layers[k : k + PER_LAYER]
        normed = [tape.norm(h, gain) for h in stream]
        keys = [tape.product(x, wk) for x in normed]
        values = [tape.product(x, wv) for x in normed]
        for i, x in enumerate(normed):
            query = tape.product(x, wq)
            mixed = tape.attend(query, keys[: i + 1], values[: i + 1], heads)
            h = tape.add(stream[i], tape.product(mixed, wo))
            inner = tape.gelu(tape.product(tape.norm(h, gain_2), w1))
            stream[i] = tape.add(h, tape.product(inner, w2))
    logits = [tape.product(tape.norm(h, gain_out), out) for h in stream]
    share = 1 / len(targets)
    loss = sum(tape.surprise(row, t, share) for row, t in zip(logits, targets, strict=True))
    tape.backward()
    grads: list[Any] = [[row.grad for row in rows] for rows in matrices]
    return loss, [g if isinstance(p[0], list) else g[0] for p, g in zip(params, grads, strict=True)]


def _accumulate(row: Row, more: Vector) -> None:
    row.grad = [g + m for g, m in zip(row.grad, more, strict=True)]


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(p * q for p, q in zip(a, b, strict=True))
