"""Text from a GPT: probabilities, a choice among them, a cache, and the loop around all three."""

from typing import Any

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
    raise NotImplementedError


def choose(probabilities: Vector, u: float) -> int:
    """Return the first index at which the running sum exceeds u in [0, 1).

    Never one of probability 0; where rounding leaves the whole sum at or below u, the last one
    that is not 0.
    """
    raise NotImplementedError


def next_logits(params: Params, token: int, cache: list[Any], heads: int) -> Vector:
    """Return the logits (V entries) after the tokens given so far, of which this is the latest.

    cache begins as [] and is changed in place. ValueError, with the cache unchanged, if the context
    is full, the token is outside 0 … V−1, or unless heads ≥ 1 divides the width.
    """
    raise NotImplementedError


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
    raise NotImplementedError
