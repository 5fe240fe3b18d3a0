"""How many rows, columns and entries there may be: any number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import cycle
from random import Random
from typing import Any

from grader.judging.laws import draws
from grader.judging.laws.asking import Case
from grader.judging.laws.shapes import Shape

MANY = 1_100  # more than Python lets a function call itself
LONG = 2_000  # of numbers of any size; a module that needs the square of it still answers
MOST = 120  # entries of a matrix that has many rows and columns
INNER = 40  # inner sizes of a product, each of them once
BANDS = ((9, 12), (13, 16), (17, 20), (21, 32), (33, 64))


def large(rng: Random) -> list[int]:
    """Sizes above 8: powers of two, which programs like to treat apart, and odd ones between."""
    return [rng.randint(9, 12), 16, rng.randrange(13, 24, 2), 32, rng.randrange(33, 64, 2), 64]


def pairs(rng: Random) -> Iterator[tuple[int, int]]:
    """Numbers of rows and of columns: each small one and one of each band, on either side."""
    counts = [*range(1, 9), *(rng.randint(*band) for band in BANDS)]
    for rows, columns in zip(counts, rng.sample(counts, len(counts)), strict=True):
        if rows * columns > MOST:
            yield rows, rng.randint(2, 3)  # of one column little can be told
            yield rng.randint(2, 3), columns
        else:
            yield rows, columns
    yield rng.choice(((MANY, 1), (1, MANY)))


def any_count(case: Case, shapes: Sequence[Shape]) -> None:
    """any number of rows, columns and entries: one, a few, dozens, more than a thousand"""
    longest = case.rng.choice(shapes)
    for shape in shapes:
        every: list[list[Any]] = []
        for letter in shape.letters:
            most = shape.at_most.get(letter, MANY)
            small = range(1, 9) if len(shape.letters) < 3 else case.rng.sample(range(1, 9), 4)
            bands = (case.rng.randint(*band) for band in BANDS)
            counts = [*small, *(bands if letter in shape.at_most else large(case.rng))]
            for count in (count for count in counts if count <= most):
                dims = draws.sizes(shape, case.rng, 1 if count < 9 else 2, 3, **{letter: count})
                every.append(draws.arguments(shape, case.rng, dims))
        every += _inner(shape, case.rng)
        if len(shape.letters) > 1:  # where rows and columns may be confused
            square = draws.sizes(shape, case.rng, *[case.rng.randint(5, 8)] * 2)
            every.append(draws.arguments(shape, case.rng, square))
        for larger, smaller in shape.at_least:  # far apart, as one new token and all before it
            for band in BANDS:
                dims = draws.sizes(shape, case.rng, 2, 3, **{larger: band[0], smaller: 1})
                every.append(draws.arguments(shape, case.rng, dims))
        kinds = {argument.kind for argument in shape.arguments}
        several = list(pairs(case.rng)) if kinds & {"params", "network"} else []
        for rows, columns in several[case.rng.randrange(2) :: 2]:
            widest = MANY if "params" in kinds else BANDS[1][1]
            chosen = {draws.ROWS: min(rows, 64), draws.COLUMNS: min(columns, widest)}
            dims = draws.sizes(shape, case.rng, 1, 3) | chosen
            every.append(draws.arguments(shape, case.rng, dims))
        every += [*_parts(shape, case.rng), *_many(shape, case.rng, shape is longest)]
        case.calls(shape, every, "Does it depend on their number?", exact=True)


def _inner(shape: Shape, rng: Random) -> Iterator[list[Any]]:
    """Arguments of products with every inner size: sums in blocks go wrong at some alone."""
    if shape.inner is not None:
        most = min(INNER, shape.at_most.get(shape.inner, INNER))
        for count in range(1, most + 1):
            dims = draws.sizes(shape, rng, 1, 2, **{shape.inner: count})
            yield draws.arguments(shape, rng, dims)


def _parts(shape: Shape, rng: Random) -> Iterator[list[Any]]:
    """Arguments in many parts: a list of matrices, or columns each of which is a part."""
    for i, argument in enumerate(shape.arguments):
        for count in large(rng) if argument.kind == "matrices" else ():
            dims = draws.sizes(shape, rng, 1, 2) | {draws.PARTS: count}
            yield draws.arguments(shape, rng, dims)
        if argument.kind == "divisor":
            [letter] = argument.letters
            most = min(shape.at_most.get(letter, MANY), BANDS[-1][1])
            dims = draws.sizes(shape, rng, 2, 3, **{letter: rng.randint(BANDS[-1][0], most)})
            args = draws.arguments(shape, rng, dims, _few(rng))
            args[i] = dims[letter]
            yield [_alike(value, dims[letter]) for value in args]


def _many(shape: Shape, rng: Random, is_longest: bool) -> Iterator[list[Any]]:
    """Arguments with many of each kind, rows or columns.

    No entry is much larger than the others, so that their number tells in a sum of exponentials.
    """
    long = {a.letters[1] for a in shape.arguments if a.is_any}
    if is_longest and shape.arguments[0].kind == "matrix":
        long.add(shape.arguments[0].letters[0])
    # Of one column of exponentials nothing can be told.
    rows_of_many = {a.letters[0] for a in shape.arguments if a.is_any or "softmax" in a.source}
    costly = _widths_of_networks(shape) | set(shape.at_most)
    for letter in (letter for letter in shape.letters if letter not in costly):
        many = LONG if letter in long else MANY
        dims = dict.fromkeys(shape.letters, 2 if letter in rows_of_many else 1) | {letter: many}
        args = draws.arguments(shape, rng, dims, _few(rng))
        for i, argument in enumerate(shape.arguments):
            if argument.kind == "matrix" and not argument.in_place:
                args[i] = _alike(args[i], many)
            elif argument.kind == "matrices":
                args[i] = [_alike(part, many) for part in args[i]]
        yield args


def _few(rng: Random) -> draws.Number:
    """Numbers that cost little, on the wire too."""
    return cycle([rng.choice((-4, -3, -2, -1, 1, 2, 3, 4)) / 64 for _ in range(97)]).__next__


def _alike(value: Any, count: int) -> Any:
    """A matrix of so many rows as one row so many times, which costs less; others as they are."""
    is_matrix = isinstance(value, list) and isinstance(value[0], list)
    return value[:1] * count if is_matrix and len(value) == count else value


def _widths_of_networks(shape: Shape) -> set[str]:
    return {
        x for argument in shape.arguments if argument.kind == "network" for x in argument.letters
    }
