"""Modules that are alike but for names, comments and layout: worth a look, never called cheating.

A module is compared by its tokens, each name replaced by the order in which it first appears. Only
modules of some length are compared, since a short one has few right forms, and only pairs that
are alike in several exercises are listed.
"""

from __future__ import annotations

import hashlib
import io
import keyword
import tokenize
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from grader.cohort.store import Fingerprint, Taken

MIN_TOKENS = 80  # of the project's own right variants none is shorter, and no two are alike
MIN_EXERCISES = 2
MAX_BYTES = 64 * 1024  # a longer module is not somebody's evening
_LEFT_OUT = {
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """Two submissions whose modules of these exercises are alike."""

    first: str
    second: str
    exercises: tuple[int, ...]


def fingerprint(number: int, source: bytes) -> Fingerprint | None:
    """The fingerprint of a module; None if it is too short, too long or not Python."""
    if len(source) > MAX_BYTES:
        return None
    names: dict[str, str] = {}
    words = []
    try:
        previous = tokenize.NEWLINE
        for token in tokenize.tokenize(io.BytesIO(source).readline):
            docstring = token.type == tokenize.STRING and previous in (
                tokenize.NEWLINE, tokenize.INDENT, tokenize.NL, tokenize.ENCODING,
            )  # fmt: skip
            previous = token.type
            if token.type in _LEFT_OUT or docstring:
                continue
            text = "text" if token.type == tokenize.STRING else token.string
            if token.type == tokenize.NAME and not keyword.iskeyword(text):
                text = names.setdefault(text, f"n{len(names)}")
            words.append(text)
    except (SyntaxError, tokenize.TokenError, ValueError, RecursionError):
        return None
    if len(words) < MIN_TOKENS:
        return None
    return Fingerprint(number, hashlib.sha256("\0".join(words).encode()).hexdigest(), len(words))


def pairs(submissions: Iterable[Taken], known: Mapping[int, str]) -> list[Pair]:
    """The pairs that are alike in several exercises; `known`: digests of the references, left out.

    Copies of the reference are alike too, and listed apart: see `of_the_reference`.
    """
    groups: dict[tuple[int, str], list[str]] = defaultdict(list)
    for taken in submissions:
        for print_ in taken.fingerprints:
            if known.get(print_.exercise) != print_.digest:
                groups[print_.exercise, print_.digest].append(taken.name)
    shared: dict[tuple[str, str], list[int]] = defaultdict(list)
    for (exercise, _), names in groups.items():
        for first, second in combinations(sorted(names), 2):
            shared[first, second].append(exercise)
    return [
        Pair(first, second, tuple(sorted(exercises)))
        for (first, second), exercises in sorted(shared.items())
        if len(exercises) >= MIN_EXERCISES
    ]


def of_the_reference(
    submissions: Iterable[Taken], known: Mapping[int, str]
) -> dict[str, list[int]]:
    """Whose modules are the project's own reference, and in which exercises."""
    found = {
        taken.name: [p.exercise for p in taken.fingerprints if known.get(p.exercise) == p.digest]
        for taken in submissions
    }
    return {name: sorted(exercises) for name, exercises in found.items() if exercises}
