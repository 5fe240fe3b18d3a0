"""Other calls like one that was asked: other numbers, other batches, and arguments that misfit.

What an argument is shows in its form: matrices with equally many rows are of one batch, a list of
ints that is as long holds its labels.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from grader.judging.calls import Call

Matrix = list[list[float]]
SCALES = (1.0, 30.0, 0.01, 1000.0)


def is_matrix(thing: Any) -> bool:
    """Whether it is a list of rows of equal length, at least one of each."""
    if not isinstance(thing, list) or not thing or not isinstance(thing[0], list):
        return False
    width = len(thing[0])
    return width > 0 and all(
        isinstance(row, list)
        and len(row) == width
        and all(isinstance(x, float | int) and not isinstance(x, bool) for x in row)
        for row in thing
    )


def is_vector(thing: Any) -> bool:
    """Whether it is a flat list of numbers."""
    return isinstance(thing, list) and bool(thing) and all(type(x) in (float, int) for x in thing)


def labels_at(args: tuple[Any, ...]) -> int | None:
    """The position of the labels of a batch: ints, as many as a matrix before them has rows."""
    for index, arg in enumerate(args):
        rows = [len(other) for other in args[:index] if is_matrix(other)]
        if is_vector(arg) and all(type(x) is int for x in arg) and len(arg) in rows:
            return index
    return None


def other_numbers(call: Call, rng: random.Random, scale: float) -> Call:
    """The same shapes, labels and counts, with fresh numbers of about that size."""
    kept = labels_at(call.args)

    def fresh(thing: Any, shift: float = 0.0) -> Any:
        if isinstance(thing, list):
            if thing and all(type(x) is int for x in thing):
                return [int(x) for x in thing]
            spread = rng.choice([0.0, 3.0]) * scale
            around = rng.gauss(0, spread) if spread else 0.0
            return [fresh(x, around if not isinstance(x, list) else 0.0) for x in thing]
        if isinstance(thing, float):
            return round(rng.gauss(0, scale) + shift, 3)
        return thing

    args = [
        arg if index == kept or not isinstance(arg, list) else fresh(_floats(arg))
        for index, arg in enumerate(call.args)
    ]
    return replace(call, args=tuple(args), answer=None)


def _floats(thing: Any) -> Any:
    """Matrices and vectors of ints as floats; other lists as they are."""
    if is_matrix(thing):
        return [[float(x) for x in row] for row in thing]
    if isinstance(thing, list) and thing and isinstance(thing[0], list):
        return [_floats(item) for item in thing]
    return thing


def other_batches(call: Call) -> Iterator[Call]:
    """The same samples in another order, only the first, the first twice, and one more."""
    batch = batch_of(call.args)
    if batch is None:
        return
    positions, n = batch
    orders = [list(reversed(range(n))), [0], [0, 0], [*range(n), 0], list(range(n - 1)) or [0]]
    for order in orders:
        args = list(call.args)
        for position in positions:
            args[position] = [_copy(args[position][i]) for i in order]
        yield replace(call, args=tuple(args), answer=None)


def batch_of(args: tuple[Any, ...]) -> tuple[list[int], int] | None:
    """The positions of the arguments that hold a row or a label for each sample, and how many."""
    labels = labels_at(args)
    first = next((i for i, arg in enumerate(args) if is_matrix(arg)), None)
    if first is None:
        return None
    n = len(args[first])
    if labels is not None:
        return [i for i in (first, labels) if len(args[i]) == n], n
    alike = [i for i, arg in enumerate(args) if is_matrix(arg) and len(arg) == n]
    return alike, n


def _copy(thing: Any) -> Any:
    return [_copy(item) for item in thing] if isinstance(thing, list) else thing


# Changes of one argument after which it does not fit any more, by what is wrong with it then.
_OF_MATRICES: dict[str, Callable[[Matrix], Matrix]] = {
    "one row more": lambda a: [*a, list(a[0])],
    "one row less": lambda a: a[:-1],
    "one column more": lambda a: [[*row, row[0]] for row in a],
    "one column less": lambda a: [row[:-1] for row in a],
}


@dataclass(frozen=True)
class Misfit:
    """A call of which one argument does not fit: its position, and how it was changed."""

    call: Call
    position: int
    kind: str


def misfits(call: Call) -> Iterator[Misfit]:
    """Each argument in turn with a row, a column, an entry more or less, and labels out of range.

    What is due then is for the reference to say: some of them fit all the same.
    """
    labels = labels_at(call.args)
    columns = next((len(arg[0]) for arg in call.args if is_matrix(arg)), 0)
    for position, arg in enumerate(call.args):
        changes: dict[str, Any] = {}
        if is_matrix(arg):
            changes = {kind: change(arg) for kind, change in _OF_MATRICES.items()}
        elif position == labels:
            changes = {
                "one label more": [*arg, arg[0]],
                "one label less": arg[:-1],
                "the label -1": [-1, *arg[1:]],
                "the label -1 at the end": [*arg[:-1], -1],
                f"the label {columns}": [columns, *arg[1:]],
                f"the label {columns} at the end": [*arg[:-1], columns],
                f"the label {columns + 5}": [columns + 5, *arg[1:]],
            }
        elif is_vector(arg):
            changes = {"one entry more": [*arg, arg[0]], "one entry less": arg[:-1]}
        for kind, changed in changes.items():
            if changed and not (isinstance(changed[0], list) and not changed[0]):
                args = [_copy(other) for other in call.args]
                args[position] = _copy(changed)
                yield Misfit(replace(call, args=tuple(args), answer=None), position, kind)
