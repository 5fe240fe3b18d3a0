"""Wrong sampling, caches and texts that the catalogue does not list."""

import math
import random
from typing import Any

from attention import attention
from generate import choose, generate, next_logits, probabilities

Vector = list[float]
Params = list[Any]

_choose = choose
_generate = generate
_next_logits = next_logits
_probabilities = probabilities


def probabilities__odd_top_k_rounded_up(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """Rounds an odd top_k above 1 up."""
    if top_k is not None and top_k > 1:
        top_k += top_k % 2
    return _probabilities(logits, temperature, top_k, top_p)


def probabilities__small_ones_dropped(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """Sets probabilities below 1e-4 to 0."""
    shares = _probabilities(logits, temperature, top_k, top_p)
    kept = [p if p >= 1e-4 else 0.0 for p in shares]
    return [p / sum(kept) for p in kept]


def probabilities__smoothed(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """Adds a little to the sum, against a division by zero."""
    shares = _probabilities(logits, temperature, top_k, top_p)
    return [p / (1 + 1e-8) for p in shares]


def probabilities__top_p_in_tenths(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """Rounds top_p to tenths."""
    if top_p is not None and 0.05 < top_p < 1:
        top_p = round(top_p, 1)
    return _probabilities(logits, temperature, top_k, top_p)


def choose__tolerant(probabilities: Vector, u: float) -> int:
    """Lets a sum that is 0.01 short of u count as above it."""
    running = 0.0
    for index, p in enumerate(probabilities):
        running += p
        if p and running > u - 0.01:
            return index
    return _choose(probabilities, u)


def choose__u_mirrored(probabilities: Vector, u: float) -> int:
    """Uses 1 − u."""
    return _choose(probabilities, min(1 - u, 1 - 2**-53))


def next_logits__memory_fades(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """Makes the first layer's values one percent smaller with every token."""
    row = _next_logits(params, token, cache, heads)
    keys, values = cache[0]
    cache[0] = keys, [[0.99 * v for v in value] for value in values]
    return row


def next_logits__second_token_forgotten(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """Forgets the second of more than four tokens in the last layer."""
    row = _next_logits(params, token, cache, heads)
    keys, values = cache[-1]
    if len(keys) > 4:
        cache[-1] = [*keys[:1], *keys[2:], keys[-1]], [*values[:1], *values[2:], values[-1]]
    return row


def next_logits__full_is_read_once_more(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """Reads a token beyond the context at the last position, if it is token 0."""
    if cache and token == 0 and len(cache[0][0]) == len(params[1]):
        cache[:] = [(keys[:-1], values[:-1]) for keys, values in cache]
    return _next_logits(params, token, cache, heads)


def next_logits__whole_table_of_scores(
    params: Params, token: int, cache: list[Any], heads: int
) -> Vector:
    """Computes the whole table of scores of the first layer anew with every token."""
    row = _next_logits(params, token, cache, heads)
    keys, values = cache[0]
    attention(keys, keys, values)
    return row


def generate__prompt_backwards(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """Reads the prompt from its end."""
    return _generate(params, prompt[::-1], count, heads, seed, temperature, top_k, top_p)


def generate__no_repetition(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """Never writes the same token three times in a row."""
    text = _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)
    for i in range(2, len(text)):
        if text[i - 2] == text[i - 1] == text[i] and len(params[0]) > 1:
            text[i] = (text[i] + 1) % len(params[0])
    return text


def generate__cooler_and_cooler(
    params: Params,
    prompt: list[int],
    count: int,
    heads: int,
    seed: int,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> list[int]:
    """Lowers the temperature a little with every token."""
    if temperature == 0 or count < 1:
        return _generate(params, prompt, count, heads, seed, temperature, top_k, top_p)
    _generate(params, prompt, 0, heads, seed, temperature, top_k, top_p)
    if len(prompt) + count > len(params[1]) + 1:
        raise ValueError("context")
    rng, cache, text = random.Random(seed), [], list(prompt)
    for token in prompt:
        row = next_logits(params, token, cache, heads)
    for step in range(count):
        if step:
            row = next_logits(params, text[-1], cache, heads)
        cooled = temperature * math.exp(-step / 20)
        text.append(choose(probabilities(row, cooled, top_k, top_p), rng.random()))
    return text[len(prompt) :]


def choose__with_slack(probabilities: Vector, u: float) -> int:
    """A running sum has to exceed u by a millionth."""
    return _choose(probabilities, min(u + 1e-6, 1 - 2**-53))


def probabilities__whole_for_a_top_p_of_one(
    logits: Vector,
    temperature: float = 1.0,
    top_k: int | None = None,
    top_p: float | None = None,
) -> Vector:
    """Takes a top_p of 1 to mean that nothing is left out, by top_k either."""
    shares = _probabilities(logits, temperature, top_k, top_p)
    return _probabilities(logits, temperature) if top_p == 1 else shares
