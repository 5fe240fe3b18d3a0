"""What does not fit is refused: every near miss that the shapes allow."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from random import Random
from typing import Any

from grader.judging import expect
from grader.judging.calls import Mismatch, copied
from grader.judging.laws import draws
from grader.judging.laws.asking import Case
from grader.judging.laws.shapes import Argument, Shape

PARAMS = {draws.ROWS: 3, draws.COLUMNS: 2}  # so that a row has one before it and one after it
# An argument, and the sizes of all: what does not fit.
Change = Callable[[Any, Mapping[str, int]], Any]


def near_misses(case: Case, shapes: Sequence[Shape]) -> None:
    """arguments that nearly fit raise ValueError and change nothing: a row too many, a bad label"""
    failures: list[Mismatch] = []
    asked = 0
    for shape in shapes:
        function = getattr(case.impl, shape.function)
        for args in misses(shape, case.rng):
            asked += 1
            try:
                expect.raises(ValueError, partial(function, *args))
            except Mismatch as failure:
                failures.append(failure)
    if failures:
        first = failures[0]
        if len(failures) > 1:
            count = f"Of {asked} near misses {len(failures)} are not refused."
            first.why = f"{first.why}\n{count}".strip()
        raise first


def can_miss(shape: Shape) -> bool:
    """Whether there is something that nearly fits."""
    return next(misses(shape, Random(0)), None) is not None


def misses(shape: Shape, rng: Random) -> Iterator[list[Any]]:
    """Arguments of which one does not fit the others."""
    for i, argument in enumerate(shape.arguments):
        for change in _changes(shape, argument, rng):
            dims = draws.sizes(shape, rng, 2, rng.choice((4, 9))) | PARAMS
            args = draws.arguments(shape, rng, dims, draws.plain(rng))
            args[i] = change(args[i], dims)
            for j, other in enumerate(shape.arguments):
                if other.kind == "number" and "positive" not in other.roles and rng.random() < 0.3:
                    args[j] = 0.0  # what does not fit is refused even where nothing would change
            yield args


def _changes(shape: Shape, argument: Argument, rng: Random) -> Iterator[Change]:
    others = [other for other in shape.arguments if other is not argument]
    shared = {
        letter
        for other in others
        if other.kind not in ("divisor", "size")
        for letter in (other.letters[:1] if other.kind == "labels" else other.letters)
    }
    first, second = [*argument.letters, "", ""][:2]
    if argument.kind in ("matrix", "vector", "labels", "ints") and first in shared:
        yield from (_longer, _shorter)
    if argument.kind in ("matrix", "vector", "labels", "ints") and first in shared:
        yield _first_alone
    if argument.kind == "matrix" and second in shared:
        yield from (_wider, _narrower)
    if argument.kind == "matrix" and {first, second} <= shared:
        yield _turned
    if argument.kind == "labels":
        for off in (-1, -100, 255):  # -100 marks a label to ignore, elsewhere
            yield _labelled(argument, rng, lambda classes, off=off: off)  # type: ignore[misc]
        for past in (0, 1):
            yield _labelled(argument, rng, lambda classes, past=past: classes + past)  # type: ignore[misc]
        yield _labelled(argument, rng, lambda classes: -classes)
        yield _labelled(argument, rng, lambda classes: classes + rng.randint(2, 50))
        yield _labelled(argument, rng, lambda classes: -rng.randint(2, 50))
    if argument.kind == "divisor":
        for wrong in (0, -1):
            yield lambda value, dims, wrong=wrong: wrong  # type: ignore[misc]
        yield lambda value, dims: dims[argument.letters[0]] + 1
    if argument.kind == "matrices":
        yield _emptied
        yield from (_with_other(change, rng) for change in (_longer, _wider, _turned))
    if argument.kind == "like":
        yield from (_longer, _shorter, _emptied, _flattened, _column, _boxed, _upright)
        yield from (_longer_last_row, _longer_row_between, _moved)
    if argument.kind == "params" and any(other.like == argument.name for other in others):
        yield from (_longer, _shorter, _emptied)


def _labelled(argument: Argument, rng: Random, label: Callable[[int], int]) -> Change:
    """Put a foreign label, which may depend on the number of classes, at a random place."""

    def change(labels: list[int], dims: Mapping[str, int]) -> list[int]:
        changed = labels[:]
        changed[rng.randrange(len(labels))] = label(dims[argument.letters[1]])
        return changed

    return change


def _longer(items: list[Any], _: object) -> list[Any]:
    return [*items, copied(items[-1])]


def _shorter(items: list[Any], _: object) -> list[Any]:
    return items[:-1]


def _wider(rows: list[list[float]], _: object) -> list[list[float]]:
    return [[*row, 0.5] for row in rows]


def _narrower(rows: list[list[float]], _: object) -> list[list[float]]:
    return [row[:-1] for row in rows]


def _first_alone(items: list[Any], _: object) -> list[Any]:
    return items[:1]


def _turned(rows: list[list[float]], _: object) -> list[list[float]]:
    """As many entries in another shape: the transpose, or a column if that has the same."""
    if len(rows) == len(rows[0]):
        return [[x] for row in rows for x in row]
    return [list(column) for column in zip(*rows, strict=True)]


def _with_other(change: Change, rng: Random) -> Change:
    """Two parts or more, of which one, at any place, is another."""

    def changed(parts: list[Any], dims: Mapping[str, int]) -> list[Any]:
        at = rng.randint(0, len(parts))
        return [*parts[:at], change(copied(parts[0]), dims), *parts[at:]]

    return changed


def _emptied(_: list[Any], __: object) -> list[Any]:
    return []


def _longer_last_row(params: list[Any], _: object) -> list[Any]:
    """One entry more in the last row of the last parameter, and nowhere else."""
    changed = copied(params)
    last = changed[-1][-1] if isinstance(changed[-1][-1], list) else changed[-1]
    last.append(0.5)
    return [*changed]


def _longer_row_between(params: list[Any], _: object) -> list[Any]:
    """One entry more in a row that is neither the first nor the last."""
    changed = copied(params)
    changed[0][1].append(0.5)
    return [*changed]


def _moved(params: list[Any], _: object) -> list[Any]:
    """As many rows and entries, of which one stands in another row."""
    changed = copied(params)
    changed[0][1].append(changed[0][0].pop())
    return [*changed]


def _boxed(params: list[Any], _: object) -> list[Any]:
    """A Matrix of one row where a Vector is due."""
    return [params[0], [params[1]], *params[2:]]


def _upright(params: list[Any], _: object) -> list[Any]:
    """A Matrix of one column where a Vector is due: as many items."""
    return [params[0], [[x] for x in params[1]], *params[2:]]


def _column(params: list[Any], _: object) -> list[Any]:
    """A Vector where a Matrix is due: its first column, as many items."""
    return [[row[0] for row in params[0]], *params[1:]]


def _flattened(params: list[Any], _: object) -> list[Any]:
    """A Vector where a Matrix is due: its first row."""
    return [params[0][0], *params[1:]]
