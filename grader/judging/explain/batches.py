"""Explains wrong minibatches, whose order is free: no single answer shows what is wrong of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.judging.explain.asked import Asked
from grader.judging.explain.evidence import Unit
from grader.sandbox.wire import Returned

Batches = list[list[int]]
TRIED = ((7, 3), (10, 4), (9, 2), (11, 5))  # numbers of indices and sizes that do not divide them
SEEDS = (1, 2, 3)


def explain(unit: Unit, asked: Asked) -> str | None:
    """What all batches that were tried have in common that none should have."""
    call = unit.last.call
    if call.name != "minibatches":
        return None
    found: dict[tuple[int, int], list[Batches]] = {}
    for n, size in TRIED:
        for seed in SEEDS:
            theirs = asked.theirs(replace(call, args=(n, size, seed), kwargs={}, answer=None))
            if not isinstance(theirs, Returned) or not _is_batches(theirs.value):
                return None
            found.setdefault((n, size), []).append(theirs.value)
    for sentence, holds in _FAULTS.items():
        if all(holds(n, size, drawn) for (n, size), drawn in found.items()):
            return sentence
    return None


def _is_batches(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(batch, list) and all(type(index) is int for index in batch) for batch in value
    )


def _flat(batches: Batches) -> list[int]:
    return [index for batch in batches for index in batch]


def _last_left_out(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    return all([len(b) for b in batches] == [size] * (n // size) for batches in drawn)


def _first_left_out(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    counts = [size] * (n // size - 1) + [n % size]
    return all([len(b) for b in batches] == counts for batches in drawn)


def _filled_up(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    return all({len(b) for b in batches} == {size} and len(_flat(batches)) > n for batches in drawn)


def _from_one(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    return all(sorted(_flat(batches)) == list(range(1, n + 1)) for batches in drawn)


def _without_one(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    return all(sorted(_flat(batches)) == list(range(n - 1)) for batches in drawn)


def _repeated(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    return all(len(_flat(batches)) == n for batches in drawn) and any(
        len(set(_flat(batches))) < n for batches in drawn
    )


def _is_whole(n: int, batches: Batches) -> bool:
    return sorted(_flat(batches)) == list(range(n))


def _not_shuffled(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    return all(_flat(batches) == list(range(n)) for batches in drawn)


def _batches_alone_shuffled(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    chunks = [list(range(start, min(start + size, n))) for start in range(0, n, size)]
    return all(sorted(batches) == chunks for batches in drawn)


def _shuffled_inside_alone(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    chunks = [list(range(start, min(start + size, n))) for start in range(0, n, size)]
    return all([sorted(batch) for batch in batches] == chunks for batches in drawn)


def _seed_ignored(n: int, size: int, drawn: Sequence[Batches]) -> bool:
    return drawn[0] == drawn[1] == drawn[2] and _is_whole(n, drawn[0])


_FAULTS: dict[str, Callable[[int, int, Sequence[Batches]], bool]] = {
    "minibatches leaves out the last batch where it is shorter than batch_size.": _last_left_out,
    "minibatches leaves out the first batch.": _first_left_out,
    "minibatches fills the last batch up to batch_size: some indices occur twice.": _filled_up,
    "minibatches counts the indices from 1: they are 0 … n−1.": _from_one,
    "minibatches leaves out the index n−1.": _without_one,
    "minibatches draws indices again that it has drawn: some occur twice and others never.": (
        _repeated
    ),
    "minibatches does not shuffle: every seed gives 0, 1, 2, …": _not_shuffled,
    "minibatches cuts 0, 1, 2, … into batches and shuffles only these: the same indices are always "
    "together.": _batches_alone_shuffled,
    "minibatches shuffles inside each batch only: the same indices are always together.": (
        _shuffled_inside_alone
    ),
    "minibatches makes no use of its seed: every seed gives the same order.": _seed_ignored,
}
