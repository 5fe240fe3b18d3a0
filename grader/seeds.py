"""The seed of a run: given, or from the environment, or fresh."""

from __future__ import annotations

import os
import random
from functools import cache
from hashlib import pbkdf2_hmac, sha256

from grader.outcome import UsageError

LARGEST = 2**32 - 1
STRETCHES = 50_000  # some 20 ms: enough that nobody tries all seeds to find the one in force


class BadSeed(UsageError):
    """Not a seed; the message is one line that says what one is."""


def choose(given: str | int | None = None) -> int:
    """`given`, else the environment's SEED, else a fresh seed in 0 … 2^32−1. Raises `BadSeed`."""
    text = str(given if given is not None else os.environ.get("SEED", "")).strip()
    if not text:
        return random.SystemRandom().randint(0, LARGEST)
    if not (text.isascii() and text.isdigit()) or len(text) > 10 or int(text) > LARGEST:
        raise BadSeed(f"{text[:40]!r} is not a seed: take a whole number from 0 to {LARGEST}.")
    return int(text)


def derived(seed: int, purpose: str) -> int:
    """The seed in 0 … 2^32−1 of one purpose of a run, from which no other can be worked out."""
    digest = sha256(_stretched(seed) + purpose.encode()).digest()
    return int.from_bytes(digest[:4], "big")


@cache
def _stretched(seed: int) -> bytes:
    return pbkdf2_hmac("sha256", str(seed).encode(), b"one run's seeds", STRETCHES)
