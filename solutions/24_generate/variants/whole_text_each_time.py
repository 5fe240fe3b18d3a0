"""generate goes without the cache and asks forward for every token; the draw is one of its own."""

import math
import random
from heapq import nlargest

from gpt import forward, gelu
from matmul import matmul, transpose
from norm import rms_norm


def probabilities(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0:
        raise ValueError(temperature)
    if top_k is not None and top_k < 1:
        raise ValueError(top_k)
    if top_p is not None and (not top_p > 0 or not top_p <= 1):
        raise ValueError(top_p)
    peak = max(logits)
    weights = [math.exp(-((peak - x) / temperature)) for x in logits]
    kept = nlargest(top_k or len(weights), range(len(weights)), key=lambda i: weights[i])
    if top_p is not None:
        goal, running, short = top_p * math.fsum(weights[i] for i in kept), [], []
        for i in kept:
            running.append(weights[i])
            short.append(i)
            if math.fsum(running) >= goal:
                break
        kept = short
    whole = math.fsum(weights[i] for i in kept)
    result = [0] * len(logits)
    for i in kept:
        result[i] = weights[i] / whole
    return result


def choose(probabilities, u):
    for i in range(len(probabilities)):
        if probabilities[i] and math.fsum(probabilities[: i + 1]) > u:
            return i
    return [i for i, p in enumerate(probabilities) if p][-1]


def next_logits(params, token, cache, heads):
    """cache: [number of positions, then for each layer keys by column and values by column]."""
    tokens, positions, *layers = params[:-2]
    width = len(tokens[0])
    if heads not in [h for h in range(1, width + 1) if width % h == 0]:
        raise ValueError(f"{heads} heads")
    at = cache[0] if cache else 0
    if at >= len(positions):
        raise ValueError("no position is left")
    if not -1 < token < len(tokens):
        raise ValueError(f"token {token}")
    if not cache:
        cache.append(0)
        cache.extend([[] for _ in range(width)] for _ in range(len(layers) // 4))
    h = [a + b for a, b in zip(tokens[token], positions[at])]
    for k in range(len(layers) // 8):
        g1, wq, wk, wv, wo, g2, w1, w2 = layers[8 * k : 8 * k + 8]
        keys, values = cache[1 + 2 * k], cache[2 + 2 * k]
        x = rms_norm([h], g1)
        for columns, row in ((keys, matmul(x, wk)[0]), (values, matmul(x, wv)[0])):
            for column, entry in zip(columns, row):
                column.append(entry)
        query = matmul(x, wq)[0]
        size = width // heads
        mixed = []
        for first in range(0, width, size):
            part = range(first, first + size)
            scores = [
                sum(query[c] * keys[c][j] for c in part) / math.sqrt(size) for j in range(at + 1)
            ]
            shares = probabilities(scores)
            mixed += matmul([shares], transpose([values[c] for c in part]))[0]
        h = [a + b for a, b in zip(h, matmul([mixed], wo)[0])]
        h = [a + b for a, b in zip(h, matmul(gelu(matmul(rms_norm([h], g2), w1)), w2)[0])]
    cache[0] = at + 1
    return matmul(rms_norm([h], params[-2]), params[-1])[0]


def generate(params, prompt, count, heads, seed, temperature=1.0, top_k=None, top_p=None):
    if temperature < 0:
        raise ValueError(temperature)
    probabilities([0.0], temperature or 1.0, top_k, top_p)
    if not prompt or len(prompt) + count > len(params[1]) + 1:
        raise ValueError("prompt and count")
    for token in prompt:
        if not 0 <= token < len(params[0]):
            raise ValueError(token)
    if heads < 1 or len(params[0][0]) % heads:
        raise ValueError(heads)
    rng = random.Random(seed)
    text = prompt[:]
    for _ in range(count):
        last = forward(params, text, heads)[-1]
        if temperature == 0:
            text += [last.index(max(last))]
        else:
            shares = probabilities(last, temperature, top_k, top_p)
            text += rng.choices(range(len(shares)), shares)
    return text[len(prompt) :]
