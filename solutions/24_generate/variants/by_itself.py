"""Uses no other module; the cache is a list of numbers, one row of them for each position."""

from math import erf, exp, sqrt
from random import Random


def _times(row, matrix):
    return [sum(x * matrix[i][j] for i, x in enumerate(row)) for j in range(len(matrix[0]))]


def _norm(row, gain):
    root = sqrt(sum(x * x for x in row) / len(row) + 0.00001)
    return [x / root * g for x, g in zip(row, gain)]


def _softmax(row):
    powers = [exp(x - max(row)) for x in row]
    return [p / sum(powers) for p in powers]


def _refuse(wrong, what):
    if wrong:
        raise ValueError(what)


def probabilities(logits, temperature=1.0, top_k=None, top_p=None):
    _refuse(temperature <= 0, "temperature")
    _refuse(top_k is not None and top_k < 1, "top_k")
    _refuse(top_p is not None and not 0 < top_p <= 1, "top_p")
    largest = max(logits)
    shares = _softmax([max((x - largest) / temperature, -1e4) for x in logits])
    if top_k is not None:
        rank = [
            sum(b > a or (b == a and j < i) for j, b in enumerate(shares))
            for i, a in enumerate(shares)
        ]
        shares = [p if r < top_k else 0.0 for p, r in zip(shares, rank)]
        shares = [p / sum(shares) for p in shares]
    if top_p is not None:
        before = [
            sum(b for j, b in enumerate(shares) if b > a or (b == a and j < i))
            for i, a in enumerate(shares)
        ]
        shares = [p if b < top_p else 0.0 for p, b in zip(shares, before)]
        shares = [p / sum(shares) for p in shares]
    return shares


def choose(probabilities, u):
    running = 0.0
    for i, p in enumerate(probabilities):
        running += p
        if running > u:
            return i
    return max(i for i, p in enumerate(probabilities) if p != 0)


def next_logits(params, token, cache, heads):
    width = len(params[-2])
    _refuse(heads < 1 or width % heads != 0, "heads")
    _refuse(len(cache) == len(params[1]), "context")
    _refuse(token < 0 or token >= len(params[0]), "token")
    h = [a + b for a, b in zip(params[0][token], params[1][len(cache)])]
    cache.append([])
    for k, at in enumerate(range(2, len(params) - 2, 8)):
        gain, wq, wk, wv, wo, gain2, w1, w2 = params[at : at + 8]
        x = _norm(h, gain)
        cache[-1] += _times(x, wk) + _times(x, wv)
        q, mixed = _times(x, wq), []
        for c in range(0, width, width // heads):
            size = width // heads
            start = 2 * width * k + c
            shares = _softmax(
                [
                    sum(q[c + j] * old[start + j] for j in range(size)) / sqrt(size)
                    for old in cache
                ]
            )
            for j in range(start + width, start + width + size):
                mixed.append(sum(p * old[j] for p, old in zip(shares, cache)))
        h = [a + b for a, b in zip(h, _times(mixed, wo))]
        inner = [x * (1 + erf(x / sqrt(2))) / 2 for x in _times(_norm(h, gain2), w1)]
        h = [a + b for a, b in zip(h, _times(inner, w2))]
    return _times(_norm(h, params[-2]), params[-1])


def generate(params, prompt, count, heads, seed, temperature=1.0, top_k=None, top_p=None):
    _refuse(temperature < 0, "temperature")
    _refuse(not prompt, "prompt")
    _refuse(len(prompt) + count > len(params[1]) + 1, "count")
    _refuse(top_k is not None and top_k < 1, "top_k")
    _refuse(top_p is not None and (top_p <= 0 or top_p > 1), "top_p")
    random, cache, text = Random(seed + 2**40 if seed >= 0 else seed - 2**40), [], []
    for token in prompt:
        row = next_logits(params, token, cache, heads)
    for _ in range(count):
        if text:
            row = next_logits(params, text[-1], cache, heads)
        if temperature == 0:
            best = 0
            for i, x in enumerate(row):
                if x > row[best]:
                    best = i
            text.append(best)
        else:
            text.append(choose(probabilities(row, temperature, top_k, top_p), random.random()))
    return text
