"""The reference's idea in as few lines as can be read: closures that know their way back."""

import math
import random
from itertools import accumulate

from cross_entropy import cross_entropy, cross_entropy_backward
from heads import multi_head_attention as attend
from heads import multi_head_attention_backward as attend_back
from matmul import matmul, transpose
from norm import rms_norm, rms_norm_backward


def cdf(v):
    return math.erfc(-v * math.sqrt(0.5)) / 2


def gelu(x):
    return [[v * cdf(v) for v in r] for r in x]


def gelu_backward(x, dy):
    return [
        [(cdf(v) + v * math.exp(-v * v / 2) / math.sqrt(2 * math.pi)) * d
         for v, d in zip(r, s, strict=True)]
        for r, s in zip(x, dy, strict=True)
    ]  # fmt: skip


def init_params(vocabulary, context, width, layers, seed):
    if min(vocabulary, context, width, layers) < 1:
        raise ValueError
    g, d = random.Random(seed), width

    def new(rows, columns):
        return [[g.gauss(mu=0, sigma=0.08) for _ in range(columns)] for _ in range(rows)]

    block = [
        [[1.0] * d, *(new(d, d) for _ in "qkvo"), [1.0] * d, new(d, 4 * d), new(4 * d, d)]
        for _ in range(layers)
    ]
    ends = [new(vocabulary, d), new(context, d)], [[1.0] * d, new(d, vocabulary)]
    return ends[0] + sum(block, []) + ends[1]


def add(a, b):
    return [list(map(sum, zip(r, s))) for r, s in zip(a, b)]


def step(h, p, heads):
    """One residual step: attention for five parameters, the MLP for three; and its way back."""
    x = rms_norm(h, p[0])
    if len(p) == 5:
        y = attend(x, *p[1:], heads)

        def back(dy):
            return attend_back(x, *p[1:], heads, dy)
    else:
        inner = matmul(x, p[1])
        active = gelu(inner)
        y = matmul(active, p[2])

        def back(dy):
            d = gelu_backward(inner, matmul(dy, transpose(p[2])))
            return matmul(d, transpose(p[1])), matmul(transpose(x), d), matmul(transpose(active), dy)

    def whole(dy):
        dx, *grads = back(dy)
        dh, dgain = rms_norm_backward(h, p[0], dx)
        return add(dy, dh), [dgain, *grads]

    return add(h, y), whole


def run(params, tokens, heads):
    e, p = params[:2]
    if len(tokens) not in range(1, len(p) + 1) or not set(tokens) <= set(range(len(e))):
        raise ValueError
    h, ways = add([e[t] for t in tokens], p), []
    cuts = [0, *accumulate([5, 3] * ((len(params) - 4) // 8))]
    for a, b in zip(cuts, cuts[1:]):
        h, way = step(h, params[2 + a : 2 + b], heads)
        ways.append(way)
    return h, ways


def forward(params, tokens, heads):
    return matmul(rms_norm(run(params, tokens, heads)[0], params[-2]), params[-1])


def loss_and_grads(params, tokens, targets, heads):
    if len(tokens) != len(targets):
        raise ValueError
    h, ways = run(params, tokens, heads)
    x = rms_norm(h, params[-2])
    logits = matmul(x, params[-1])
    d = cross_entropy_backward(logits, targets)
    dh, dgain = rms_norm_backward(h, params[-2], matmul(d, transpose(params[-1])))
    grads = [dgain, matmul(transpose(x), d)]
    for way in reversed(ways):
        dh, more = way(dh)
        grads[:0] = more
    zero = [0.0] * len(dh[0])
    rows = [
        add([zero], [[sum(c) for c in zip(zero, *(r for t, r in zip(tokens, dh) if t == token))]])[0]
        for token in range(len(params[0]))
    ]
    places = [list(dh[i]) if i < len(dh) else zero[:] for i in range(len(params[1]))]
    return cross_entropy(logits, targets), [rows, places, *grads]
