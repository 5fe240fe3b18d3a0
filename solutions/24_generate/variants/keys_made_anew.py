"""Keeps the normed rows of each layer and makes keys and values of them anew: linear all the same."""

import math
import random

from gpt import gelu
from heads import merge_heads, split_heads
from attention import attention
from matmul import matmul
from norm import rms_norm

NEVER = float("-inf")


def masked_softmax(scores):
    top = max(scores)
    powers = [0.0 if s == NEVER else math.exp(s - top) for s in scores]
    total = sum(powers)
    return [p / total for p in powers]


def probabilities(logits, temperature=1.0, top_k=None, top_p=None):
    if temperature <= 0 or (top_k is not None and top_k < 1):
        raise ValueError("temperature or top_k")
    if top_p is not None and not 0.0 < top_p <= 1.0:
        raise ValueError("top_p")
    scores = [(x - max(logits)) / temperature for x in logits]
    rest = list(range(len(scores)))
    kept = []
    while rest and (top_k is None or len(kept) < top_k):
        best = max(rest, key=lambda i: scores[i])  # max keeps the first of equals
        rest.remove(best)
        kept.append(best)
    scores = [s if i in kept else NEVER for i, s in enumerate(scores)]
    if top_p is not None:
        shares = masked_softmax(scores)
        running = 0.0
        for i in kept:
            if running >= top_p:
                scores[i] = NEVER
            running += shares[i]
    return masked_softmax(scores)


def choose(probabilities, u):
    left = u
    chosen = None
    for i, p in enumerate(probabilities):
        if p == 0:
            continue
        chosen = i
        if left < p:
            return i
        left -= p
    return chosen


def next_logits(params, token, cache, heads):
    table, places = params[:2]
    layers = [params[k : k + 8] for k in range(2, len(params) - 2, 8)]
    count = len(cache) // len(layers)
    if count >= len(places) or token not in range(len(table)):
        raise ValueError("full, or no such token")
    split_heads([table[0]], heads)
    h = [[a + b for a, b in zip(table[token], places[count])]]
    rows = []
    for k, (gain, wq, wk, wv, wo, gain2, w1, w2) in enumerate(layers):
        x = rms_norm(h, gain)
        rows.append(x[0])
        seen = cache[k :: len(layers)] + x
        parts = zip(
            split_heads(matmul(x, wq), heads),
            split_heads(matmul(seen, wk), heads),
            split_heads(matmul(seen, wv), heads),
        )
        out = matmul(merge_heads([attention(q, k, v, causal=False) for q, k, v in parts]), wo)
        h = [[a + b for a, b in zip(h[0], out[0])]]
        out = matmul(gelu(matmul(rms_norm(h, gain2), w1)), w2)
        h = [[a + b for a, b in zip(h[0], out[0])]]
    cache.extend(rows)
    return matmul(rms_norm(h, params[-2]), params[-1])[0]


def generate(params, prompt, count, heads, seed, temperature=1.0, top_k=None, top_p=None):
    if temperature < 0 or not prompt or len(prompt) + count > len(params[1]) + 1:
        raise ValueError("temperature, prompt or count")
    if temperature > 0:
        probabilities([1.0, 0.0], temperature, top_k, top_p)
    rng = random.Random(f"{seed} {abs(seed)}")
    cache = []
    text = list(prompt)
    read = 0
    while read < len(prompt) or len(text) < len(prompt) + count:
        logits = next_logits(params, text[read], cache, heads)
        read += 1
        if read == len(text) and len(text) < len(prompt) + count:
            if temperature == 0:
                text.append(logits.index(max(logits)))
            else:
                shares = probabilities(logits, temperature, top_k, top_p)
                text.append(choose(shares, rng.random()))
    return text[len(prompt) :]
