"""The cache holds a running generator that is sent one token after the other."""

import math
import random

from gpt import gelu
from heads import merge_heads, split_heads
from matmul import matmul, transpose
from norm import rms_norm
from softmax import softmax


def probabilities(logits, temperature=1.0, top_k=None, top_p=None):
    checks = temperature > 0, top_k is None or top_k >= 1, top_p is None or 0 < top_p <= 1
    if not all(checks):
        raise ValueError(f"temperature, top_k, top_p: {checks}")
    peak = max(logits)
    ranked = sorted(((x - peak) / temperature, -i) for i, x in enumerate(logits))[::-1][:top_k]
    powers = [math.exp(score) for score, _ in ranked]
    total = sum(powers)
    if top_p is not None:
        running, count = 0.0, 0
        while count < len(powers) and running < top_p:
            running += powers[count] / total
            count += 1
        ranked, powers = ranked[:count], powers[:count]
    result = [0.0] * len(logits)
    for power, (_, place) in zip(powers, ranked):
        result[-place] = power / sum(powers)
    return result


def choose(probabilities, u):
    able = [(i, p) for i, p in enumerate(probabilities) if p > 0.0]
    running = 0.0
    for i, p in able[:-1]:
        running += p
        if u < running:
            return i
    return able[-1][0]


def reader(params, heads):
    embedded, positions, *inner, gain_out, out = params
    layers = [inner[k : k + 8] for k in range(0, len(inner), 8)]
    memory = [([], []) for _ in layers]
    logits = None
    for place in positions:
        token = yield logits
        h = [[a + b for a, b in zip(embedded[token], place)]]
        for (g1, wq, wk, wv, wo, g2, w1, w2), (keys, values) in zip(layers, memory):
            x = rms_norm(h, g1)
            keys += matmul(x, wk)
            values += matmul(x, wv)
            parts = []
            for q, k, v in zip(*(split_heads(m, heads) for m in (matmul(x, wq), keys, values))):
                scores = matmul(q, transpose(k))[0]
                shares = softmax([[s / math.sqrt(len(q[0])) for s in scores]])
                parts.append(matmul(shares, v))
            for row in (matmul(merge_heads(parts), wo),):
                h = [[a + b for a, b in zip(h[0], row[0])]]
            wide = gelu(matmul(rms_norm(h, g2), w1))
            h = [[a + b for a, b in zip(h[0], matmul(wide, w2)[0])]]
        logits = matmul(rms_norm(h, gain_out), out)[0]
    yield logits


def next_logits(params, token, cache, heads):
    if heads < 1 or len(params[-2]) % heads or not 0 <= token < len(params[0]):
        raise ValueError("heads or token")
    if cache and cache[1] == len(params[1]):
        raise ValueError("the context is full")
    if not cache:
        running = reader(params, heads)
        next(running)
        cache += [running, 0]
    cache[1] += 1
    return cache[0].send(token)


def generate(params, prompt, count, heads, seed, temperature=1.0, top_k=None, top_p=None):
    if temperature < 0 or len(prompt) < 1 or len(prompt) + count > len(params[1]) + 1:
        raise ValueError("temperature, prompt or count")
    rng = random.Random(seed)
    cache = []
    written = []
    logits = [next_logits(params, token, cache, heads) for token in prompt][-1]
    probabilities(logits, temperature or 1, top_k, top_p)
    while len(written) < count:
        if written:
            logits = next_logits(params, written[-1], cache, heads)
        if temperature == 0:
            shares = [float(x == max(logits)) for x in logits]
            written.append(shares.index(1.0))
        else:
            shares = probabilities(logits, temperature, top_k, top_p)
            written.append(choose(shares, 1 - rng.random() - 2**-53))
    return written
