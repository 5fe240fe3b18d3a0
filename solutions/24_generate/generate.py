"""Text from a GPT: probabilities, a choice among them, a cache, and the loop around all three."""

import math
import random
from typing import Any

from attention import attention
from gpt import gelu
from heads import merge_heads, split_heads
from matmul import matmul
from norm import rms_norm

Matrix = list[list[float]]
Vector = list[float]
Params = list[Any]


def probabilities(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """Return softmax(logits/temperature), cut to the likeliest entries; the rest 0, the sum 1.

    top_k keeps that many, the first on a tie; then top_p keeps the fewest most likely of these
    whose share is at least top_p. ValueError for temperature ≤ 0, top_k < 1 or
    top_p outside (0, 1].
    """
    _check(top_k, top_p)
    if temperature <= 0:
        raise ValueError(f"temperature is above 0, not {temperature}")
    largest = max(logits)
    powers = [math.exp((x - largest) / temperature) for x in logits]
    kept = sorted(range(len(powers)), key=lambda i: -powers[i])[:top_k]
    if top_p is not None:
        kept = _nucleus(kept, powers, top_p * sum(powers[i] for i in kept))
    total = sum(powers[i] for i in kept)
    shares = [0.0] * len(powers)
    for i in kept:
        shares[i] = powers[i] / total
    return shares


def choose(probabilities: Vector, u: float) -> int:
    """Return the first index at which the running sum exceeds u in [0, 1).

    Never one of probability 0; where rounding leaves the whole sum at or below u, the last one
    that is not 0.
    """
    running, chosen = 0.0, 0
    for index, p in enumerate(probabilities):
        if p > 0 and running <= u:
            running, chosen = running + p, index
    return chosen


def next_logits(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """Return the logits (V entries) after the tokens given so far, of which this is the latest.

    cache begins as [] and is changed in place. ValueError, with the cache unchanged, if the context
    is full, the token is outside 0 … V−1, or unless heads ≥ 1 divides the width.
    """
    embedded, positions, *layers, gain, out = params
    steps = [layers[start : start + 8] for start in range(0, len(layers), 8)]
    seen = cache or [([], []) for _ in steps]
    position = len(seen[0][0])
    if position >= len(positions):
        raise ValueError(f"the context of {len(positions)} is full")
    if not 0 <= token < len(embedded):
        raise ValueError(f"tokens lie in 0 … {len(embedded) - 1}, not {token}")

    h = _add([embedded[token]], [positions[position]])
    grown = []
    for (gain_1, wq, wk, wv, wo, gain_2, w1, w2), (keys, values) in zip(steps, seen):
        x = rms_norm(h, gain_1)
        keys, values = keys + matmul(x, wk), values + matmul(x, wv)
        grown.append((keys, values))
        parts = zip(*(split_heads(m, heads) for m in (matmul(x, wq), keys, values)))
        h = _add(h, matmul(merge_heads([attention(q, k, v) for q, k, v in parts]), wo))
        h = _add(h, matmul(gelu(matmul(rms_norm(h, gain_2), w1)), w2))
    cache[:] = grown
    return matmul(rms_norm(h, gain), out)[0]


def generate(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """Return count further tokens; with temperature 0 the most likely, the first on a tie.

    ValueError for an empty prompt, a token outside 0 … V−1, len(prompt) + count above context + 1,
    a temperature below 0, a top_k or top_p that probabilities refuses, or unless heads ≥ 1 divides
    the width.
    """
    _check(top_k, top_p)
    if temperature < 0:
        raise ValueError(f"temperature is at least 0, not {temperature}")
    if not prompt or len(prompt) + count > len(params[1]) + 1:
        raise ValueError(f"{len(prompt)} + {count} tokens for a context of {len(params[1])}")
    rng = random.Random(seed)
    cache: list[Any] = []
    for token in prompt:
        logits = next_logits(params, token, cache, heads)
    written: list[int] = []
    for _ in range(count):
        if written:
            logits = next_logits(params, written[-1], cache, heads)
        if temperature == 0:
            written.append(logits.index(max(logits)))
        else:
            shares = probabilities(logits, temperature, top_k, top_p)
            written.append(choose(shares, rng.random()))
    return written


def _check(top_k: int | None, top_p: float | None) -> None:
    if top_k is not None and top_k < 1:
        raise ValueError(f"top_k is at least 1, not {top_k}")
    if top_p is not None and not 0 < top_p <= 1:
        raise ValueError(f"top_p is above 0 and at most 1, not {top_p}")


def _nucleus(ordered: list[int], powers: Vector, wanted: float) -> list[int]:
    """As many of the ordered indices as it takes for the sum of their powers to reach wanted."""
    running = 0.0
    for count, index in enumerate(ordered, 1):
        running += powers[index]
        if running >= wanted:
            return ordered[:count]
    return ordered


def _add(a: Matrix, b: Matrix) -> Matrix:
    return [[x + y for x, y in zip(a_row, b_row)] for a_row, b_row in zip(a, b)]
