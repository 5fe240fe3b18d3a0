"""Modules that remember their input, put together from a list; prints what it does."""

import math
import random
from statistics import NormalDist

import heads as attention_heads
from cross_entropy import cross_entropy, cross_entropy_backward
from linear import linear, linear_backward
from norm import rms_norm, rms_norm_backward

NORMAL = NormalDist()


class BadTokens(ValueError):
    pass


def gelu(x):
    return [[v * 0.5 * math.erfc(-v / 2**0.5) for v in row] for row in x]


def gelu_backward(x, dy):
    if len(x) != len(dy) or len(x[0]) != len(dy[0]):
        raise BadTokens("x and dy")
    result = []
    for row, d_row in zip(x, dy):
        result.append([])
        for v, d in zip(row, d_row):
            far = abs(v) > 40
            slope = (v > 0) * 1.0 if far else NORMAL.cdf(v) + v * NORMAL.pdf(v)
            result[-1].append(slope * d)
    return result


class Norm:
    def __init__(self, params):
        (self.gain,) = params

    def __call__(self, x):
        self.x = x
        return rms_norm(x, self.gain)

    def backward(self, dy):
        dx, dgain = rms_norm_backward(self.x, self.gain, dy)
        self.grads = [dgain]
        return dx


class Linear:
    def __init__(self, params):
        (self.w,) = params

    def __call__(self, x):
        self.x = x
        return linear(x, self.w, [0.0] * len(self.w[0]))

    def backward(self, dy):
        dx, dw, _ = linear_backward(self.x, self.w, dy)
        self.grads = [dw]
        return dx


class Gelu:
    grads = []

    def __call__(self, x):
        self.x = x
        return gelu(x)

    def backward(self, dy):
        return gelu_backward(self.x, dy)


class Attention:
    def __init__(self, params, heads):
        self.params, self.heads = params, heads

    def __call__(self, x):
        self.x = x
        return attention_heads.multi_head_attention(x, *self.params, heads=self.heads)

    def backward(self, dy):
        dx, *self.grads = attention_heads.multi_head_attention_backward(
            self.x, *self.params, self.heads, dy
        )
        return dx


class Residual:
    def __init__(self, *parts):
        self.parts = parts

    def __call__(self, x):
        y = x
        for part in self.parts:
            y = part(y)
        return [[a + b for a, b in zip(r, s)] for r, s in zip(x, y)]

    def backward(self, dy):
        d = dy
        for part in reversed(self.parts):
            d = part.backward(d)
        return [[a + b for a, b in zip(r, s)] for r, s in zip(dy, d)]

    @property
    def grads(self):
        return [grad for part in self.parts for grad in part.grads]


class Embedding:
    def __init__(self, params):
        self.tables = params

    def __call__(self, tokens):
        tokens_table, positions = self.tables
        if len(tokens) < 1 or len(tokens) > len(positions):
            raise BadTokens(f"{len(tokens)} tokens")
        for token in tokens:
            if token < 0 or token >= len(tokens_table):
                raise BadTokens(f"token {token}")
        self.tokens = tokens
        return [
            [a + b for a, b in zip(tokens_table[token], positions[i])]
            for i, token in enumerate(tokens)
        ]

    def backward(self, dy):
        self.grads = [[[0.0 for _ in row] for row in table] for table in self.tables]
        for i, token in enumerate(self.tokens):
            for j, d in enumerate(dy[i]):
                self.grads[0][token][j] += d
                self.grads[1][i][j] += d


def build(params, heads):
    print("building", (len(params) - 4) // 8, "layers")
    rest = iter(params)

    def take(count):
        return [next(rest) for _ in range(count)]

    parts = [Embedding(take(2))]
    for _ in range((len(params) - 4) // 8):
        parts.append(Residual(Norm(take(1)), Attention(take(4), heads)))
        parts.append(Residual(Norm(take(1)), Linear(take(1)), Gelu(), Linear(take(1))))
    return [*parts, Norm(take(1)), Linear(take(1))]


def forward(params, tokens, heads):
    x = tokens
    for part in build(params, heads):
        x = part(x)
    return x


def loss_and_grads(params, tokens, targets, heads):
    if len(targets) - len(tokens):
        raise BadTokens("targets")
    parts = build(params, heads)
    x = tokens
    for part in parts:
        x = part(x)
    d = cross_entropy_backward(x, targets)
    for part in reversed(parts):
        d = part.backward(d)
    return cross_entropy(x, targets), [grad for part in parts for grad in part.grads]


def init_params(vocabulary, context, width, layers, seed):
    if not all(size >= 1 for size in (vocabulary, context, width, layers)):
        raise ValueError("sizes")
    rng = random.Random(seed)
    draw = NormalDist(0.0, 0.08)

    def matrix(rows, columns):
        return [
            [draw.inv_cdf(min(max(rng.random(), 1e-16), 1 - 1e-16)) for _ in range(columns)]
            for _ in range(rows)
        ]

    def ones():
        return [1.0 for _ in range(width)]

    params = [matrix(vocabulary, width), matrix(context, width)]
    for _ in range(layers):
        params.append(ones())
        for _ in range(4):
            params.append(matrix(width, width))
        params.append(ones())
        params += [matrix(width, 4 * width), matrix(4 * width, width)]
    params += [ones(), matrix(width, vocabulary)]
    return params
