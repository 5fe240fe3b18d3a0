"""A GPT that reads some thousand first names, and can make up others."""

from __future__ import annotations

import random
from math import erf, exp, pi, sqrt
from operator import mul
from typing import Any

from cross_entropy import cross_entropy, cross_entropy_backward
from matmul import matmul, transpose
from norm import rms_norm, rms_norm_backward
from softmax import softmax

Vector = list[float]
Matrix = list[list[float]]
Params = list[Any]

TOKENS, CONTEXT, WIDTH, HEADS = 27, 16, 16, 4
EPOCHS, BATCH_SIZE, LEARNING_RATE = 4, 16, 0.02


def fit(names: list[str], seed: int) -> tuple[Params, int]:
    """Train a GPT of the form of exercise 23 on lower-case names, and return (params, heads).

    Token 0 is the boundary before and after a name, 1 … 26 are a … z; names have at most 15
    letters, the context is 16. The same seed gives the same params.
    """
    rng = random.Random(seed)
    params = _init_params(rng)
    first, second = _zeros(params), _zeros(params)
    batches = [range(i, min(i + BATCH_SIZE, len(names))) for i in range(0, len(names), BATCH_SIZE)]
    steps, step, losses = EPOCHS * len(batches), 0, []
    for _ in range(EPOCHS):
        order = rng.sample(names, len(names))
        for batch in batches:
            loss, grads = _loss_and_grads(params, [order[i] for i in batch])
            rate = LEARNING_RATE * (1 - step / steps)
            step += 1
            _adam_step(params, grads, first, second, step, rate)
            losses.append(loss)
            if step % 50 == 0:
                print(f"step {step} of {steps}: loss {sum(losses[-50:]) / 50:.3f}")
    return params, HEADS


def _loss_and_grads(params: Params, names: list[str]) -> tuple[float, Params]:
    """Return the mean cross-entropy over all tokens of the names, and its gradients.

    All but attention takes rows as they come and does not ask which name a row belongs to. So the
    batch is one matrix, the positions of all its names one after the other, and what Python takes
    for each call is shared by a hundred rows.
    """
    tokens, positions, gain_1, wq, wk, wv, wo, gain_2, w1, w2, gain_3, out = params
    read, places, targets, spans = _rows(names)

    h_1 = [_sum(tokens[token], positions[place]) for token, place in zip(read, places)]
    x_1 = rms_norm(h_1, gain_1)
    q, k, v = matmul(x_1, wq), matmul(x_1, wk), matmul(x_1, wv)
    mixed, shares = _attend(q, k, v, spans)
    h_2 = _add(h_1, matmul(mixed, wo))
    x_2 = rms_norm(h_2, gain_2)
    inner = matmul(x_2, w1)
    active = [[x * _phi(x) for x in row] for row in inner]
    h_3 = _add(h_2, matmul(active, w2))
    x_3 = rms_norm(h_3, gain_3)
    logits = matmul(x_3, out)

    # Backwards in the same order. The gradient of a residual's sum goes both ways, and is added.
    dlogits = cross_entropy_backward(logits, targets)
    dh_3, dgain_3 = rms_norm_backward(h_3, gain_3, matmul(dlogits, transpose(out)))
    dactive = matmul(dh_3, transpose(w2))
    dinner = [[d * _gelu_slope(x) for d, x in zip(*rows)] for rows in zip(dactive, inner)]
    dx_2, dgain_2 = rms_norm_backward(h_2, gain_2, matmul(dinner, transpose(w1)))
    dh_2 = _add(dh_3, dx_2)
    dq, dk, dv = _attend_backward(q, k, v, spans, shares, matmul(dh_2, transpose(wo)))
    dparts = [matmul(d, transpose(w)) for d, w in ((dq, wq), (dk, wk), (dv, wv))]
    dx_1, dgain_1 = rms_norm_backward(h_1, gain_1, _add(_add(*dparts[:2]), dparts[2]))
    dtokens, dpositions = _zeros([tokens, positions])
    for token, place, row in zip(read, places, _add(dh_2, dx_1)):
        dtokens[token] = _sum(dtokens[token], row)
        dpositions[place] = _sum(dpositions[place], row)

    def weight(x: Matrix, dy: Matrix) -> Matrix:
        return matmul(transpose(x), dy)

    return cross_entropy(logits, targets), [
        dtokens, dpositions,
        dgain_1, weight(x_1, dq), weight(x_1, dk), weight(x_1, dv), weight(mixed, dh_2),
        dgain_2, weight(x_2, dinner), weight(active, dh_3),
        dgain_3, weight(x_3, dlogits),
    ]  # fmt: skip


def _rows(names: list[str]) -> tuple[list[int], list[int], list[int], list[range]]:
    """For each row of a batch its token, its place in its name and the token after it; and the rows
    of each name."""
    read: list[int] = []
    places: list[int] = []
    targets: list[int] = []
    spans = []
    for name in names:
        letters = [ord(letter) - ord("a") + 1 for letter in name]
        spans.append(range(len(read), len(read) + len(letters) + 1))
        read += [0, *letters]
        places += range(len(letters) + 1)
        targets += [*letters, 0]
    return read, places, targets, spans


def _attend(
    q: Matrix, k: Matrix, v: Matrix, spans: list[range]
) -> tuple[Matrix, list[list[Vector]]]:
    """In each head every row mixes the values of the rows of its name up to itself.

    Also the shares in which it does so: for each head, a list for each row.
    """
    heads, shares = [], []
    for q_h, k_h, v_h in zip(_split(q), _split(k), _split(v)):
        mixed, seen = [], []
        for span in spans:
            for row in span:
                before = slice(span.start, row + 1)
                scores = [sum(map(mul, q_h[row], key)) / sqrt(WIDTH / HEADS) for key in k_h[before]]
                seen.append(softmax([scores])[0])
                mixed.append([sum(map(mul, seen[-1], value)) for value in zip(*v_h[before])])
        heads.append(mixed)
        shares.append(seen)
    return _merge(heads), shares


def _attend_backward(
    q: Matrix, k: Matrix, v: Matrix, spans: list[range], shares: list[list[Vector]], dmixed: Matrix
) -> tuple[Matrix, Matrix, Matrix]:
    """The gradients for q, k and v, given that of what was mixed."""
    gradients = []
    for q_h, k_h, v_h, d_h, seen in zip(_split(q), _split(k), _split(v), _split(dmixed), shares):
        dq_h: Matrix = []
        dk_h, dv_h = _zeros([k_h, v_h])
        for span in spans:
            for row in span:
                before, share, d = slice(span.start, row + 1), seen[row], d_h[row]
                dshare = [sum(map(mul, d, value)) for value in v_h[before]]
                mean = sum(map(mul, share, dshare))
                dscore = [s * (ds - mean) / sqrt(WIDTH / HEADS) for s, ds in zip(share, dshare)]
                dq_h.append([sum(map(mul, dscore, column)) for column in zip(*k_h[before])])
                for other, s, ds in zip(range(span.start, row + 1), share, dscore):
                    dk_h[other] = [a + ds * x for a, x in zip(dk_h[other], q_h[row])]
                    dv_h[other] = [a + s * x for a, x in zip(dv_h[other], d)]
        gradients.append((dq_h, dk_h, dv_h))
    dq, dk, dv = (_merge(list(parts)) for parts in zip(*gradients))
    return dq, dk, dv


def _split(x: Matrix) -> list[Matrix]:
    size = WIDTH // HEADS
    return [[row[i : i + size] for row in x] for i in range(0, WIDTH, size)]


def _merge(heads: list[Matrix]) -> Matrix:
    return [[x for part in parts for x in part] for parts in zip(*heads)]


def _phi(x: float) -> float:
    """The normal distribution function: gelu(x) = x·Φ(x)."""
    return (1 + erf(x / sqrt(2))) / 2


def _gelu_slope(x: float) -> float:
    return _phi(x) + x * exp(-x * x / 2) / sqrt(2 * pi)


def _adam_step(
    params: Params, grads: Params, first: Params, second: Params, step: int, rate: float
) -> None:
    """Adam, in place on params and both moments."""
    beta_1, beta_2 = 0.9, 0.95
    fix_1, fix_2 = 1 - beta_1**step, 1 - beta_2**step
    for p, g, m, v in zip(*map(_flat, (params, grads, first, second))):
        m[:] = [beta_1 * a + (1 - beta_1) * b for a, b in zip(m, g)]
        v[:] = [beta_2 * a + (1 - beta_2) * b * b for a, b in zip(v, g)]
        p[:] = [a - rate * (b / fix_1) / (sqrt(c / fix_2) + 1e-8) for a, b, c in zip(p, m, v)]


def _init_params(rng: random.Random) -> Params:
    def matrix(rows: int, columns: int) -> Matrix:
        return [[rng.gauss(0.0, 0.08) for _ in range(columns)] for _ in range(rows)]

    def gain() -> Vector:
        return [1.0] * WIDTH

    attention = [matrix(WIDTH, WIDTH) for _ in range(4)]
    mlp = [matrix(WIDTH, 4 * WIDTH), matrix(4 * WIDTH, WIDTH)]
    ends = [matrix(TOKENS, WIDTH), matrix(CONTEXT, WIDTH), matrix(WIDTH, TOKENS)]
    return [*ends[:2], gain(), *attention, gain(), *mlp, gain(), ends[2]]


def _flat(params: Params) -> list[Vector]:
    """All rows of all matrices, and the vectors: the very lists."""
    return [row for p in params for row in (p if isinstance(p[0], list) else [p])]


def _zeros(params: Params) -> Params:
    return [
        [[0.0] * len(row) for row in p] if isinstance(p[0], list) else [0.0] * len(p)
        for p in params
    ]


def _add(a: Matrix, b: Matrix) -> Matrix:
    return list(map(_sum, a, b))


def _sum(a: Vector, b: Vector) -> Vector:
    return [x + y for x, y in zip(a, b)]
