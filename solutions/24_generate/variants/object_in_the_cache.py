"""The cache holds one object; probabilities by logarithms; choose by bisection. It prints."""

import math
import random
from bisect import bisect_right
from itertools import accumulate

from gpt import gelu
from matmul import matmul
from norm import rms_norm
from softmax import softmax


class Refused(ValueError):
    pass


def probabilities(logits, temperature=1.0, top_k=None, top_p=None):
    if not temperature > 0:
        raise Refused("temperature")
    if top_k is not None and top_k <= 0:
        raise Refused("top_k")
    if top_p is not None and (top_p <= 0 or top_p > 1):
        raise Refused("top_p")
    best = max(logits)
    scores = [(x - best) / temperature for x in logits]
    order = sorted(range(len(logits)), key=lambda i: (-scores[i], i))
    alive = order[: top_k or len(order)]
    if top_p is not None:
        total = math.fsum(math.exp(scores[i]) for i in alive)
        sums = list(accumulate(math.exp(scores[i]) for i in alive))
        reached = [k for k, s in enumerate(sums) if s >= top_p * total]
        alive = alive[: reached[0] + 1] if reached else alive
    total = math.fsum(math.exp(scores[i]) for i in alive)
    return [math.exp(s) / total if i in alive else 0.0 for i, s in enumerate(scores)]


def choose(probabilities, u):
    index = bisect_right(list(accumulate(probabilities)), u)
    if index == len(probabilities):
        index -= 1
        while probabilities[index] == 0:
            index -= 1
    return index


class State:
    def __init__(self, layers):
        self.keys = [[] for _ in range(layers)]
        self.values = [[] for _ in range(layers)]
        self.length = 0


def next_logits(params, token, cache, heads):
    width = len(params[-2])
    layers = (len(params) - 4) // 8
    state = cache[0] if cache else State(layers)
    if state.length == len(params[1]):
        raise Refused("the context is full")
    if token < 0 or token >= len(params[0]):
        raise Refused("no such token")
    if heads < 1 or width % heads:
        raise Refused("heads")
    if not cache:
        print("a new cache")
        cache.append(state)
    size = width // heads
    h = [[a + b for a, b in zip(params[0][token], params[1][state.length])]]
    for k in range(layers):
        gain, wq, wk, wv, wo, gain2, w1, w2 = params[2 + 8 * k : 10 + 8 * k]
        x = rms_norm(h, gain)
        [q], [key], [value] = matmul(x, wq), matmul(x, wk), matmul(x, wv)
        state.keys[k].append(key)
        state.values[k].append(value)
        mixed = []
        for a in range(0, width, size):
            scores = [
                sum(q[c] * old[c] for c in range(a, a + size)) / size**0.5 for old in state.keys[k]
            ]
            [shares] = softmax([scores])
            for c in range(a, a + size):
                mixed.append(sum(p * old[c] for p, old in zip(shares, state.values[k])))
        h = [[a + b for a, b in zip(h[0], matmul([mixed], wo)[0])]]
        wide = gelu(matmul(rms_norm(h, gain2), w1))
        h = [[a + b for a, b in zip(h[0], matmul(wide, w2)[0])]]
    state.length += 1
    return matmul(rms_norm(h, params[-2]), params[-1])[0]


def generate(params, prompt, count, heads, seed, temperature=1.0, top_k=None, top_p=None):
    if temperature:
        probabilities([0.0], temperature, top_k, top_p)  # refuses what it refuses
    if len(prompt) == 0 or len(prompt) + count > len(params[1]) + 1:
        raise Refused("prompt")
    rng = random.Random(seed)
    cache, result, todo = [], [], list(prompt)
    for token in todo:
        logits = next_logits(params, token, cache, heads)
    for step in range(count):
        if temperature == 0:
            token = max(range(len(logits)), key=logits.__getitem__)
        else:
            token = choose(probabilities(logits, temperature, top_k, top_p), rng.random())
        result.append(token)
        if step < count - 1:
            logits = next_logits(params, token, cache, heads)
    return result
