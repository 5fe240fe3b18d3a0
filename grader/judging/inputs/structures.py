"""Parameters: a list of Matrices and Vectors, and several such lists of one structure."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.strategies import SearchStrategy

from grader.judging.inputs.strategies import gaussians, sizes

Params = list[Any]
Shape = tuple[int, int] | int  # of a Matrix, or of a Vector

# What occurs in every run: two layers.
LAYERS: list[Shape] = [(2, 3), 3, (3, 1), 1]

# The shape of a parameter, and one that is not the same.
MISFITS: list[tuple[Shape, Shape]] = [
    (3, 2),
    (2, 3),
    ((2, 3), (2, 2)),
    ((2, 2), (2, 3)),
    ((2, 3), (1, 3)),
    ((1, 3), (2, 3)),
    ((2, 3), (3, 2)),
    (3, (1, 3)),
    ((1, 3), 3),
    (2, (2, 2)),
]


def alike(number: int) -> SearchStrategy[tuple[Params, ...]]:
    """So many lists of parameters that have one structure: params, grads, velocities."""
    return _Alike(number)


class _Alike(SearchStrategy[tuple[Params, ...]]):
    """One draw for all shapes, and one for all numbers of a list."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number

    def do_draw(self, data: ConjectureData) -> tuple[Params, ...]:
        parameters = data.draw(sizes())
        shapes = [_shape(byte) for byte in data.draw_bytes(parameters, parameters)]
        entries = sum(s[0] * s[1] if isinstance(s, tuple) else s for s in shapes)
        drawn = [iter(gaussians.many(data, entries)) for _ in range(self._number)]
        return tuple(filled(shapes, numbers.__next__) for numbers in drawn)


def _shape(byte: int) -> Shape:
    """A Vector of 1 to 4 entries for the lower half of all bytes, else a Matrix."""
    rows, columns = byte // 4 % 4 + 1, byte % 4 + 1
    return columns if byte < 128 else (rows, columns)


def filled(shapes: list[Shape], number: Callable[[], float]) -> Params:
    """Parameters of these shapes, whose entries are made one after another by `number`."""

    def vector(size: int) -> list[float]:
        return [number() for _ in range(size)]

    return [
        [vector(shape[1]) for _ in range(shape[0])] if isinstance(shape, tuple) else vector(shape)
        for shape in shapes
    ]


def numbered(shapes: list[Shape], factor: float = 1.0, first: int = 1) -> Params:
    """Parameters of these shapes, filled with first, first + 1, … times factor."""
    return filled(shapes, (round(factor * n, 3) for n in count(first)).__next__)


def combined(formula: Callable[..., float], *structures: Any) -> Any:
    """The structure whose entries are made by formula from the entries of the given ones."""
    if isinstance(structures[0], list):
        return [combined(formula, *parts) for parts in zip(*structures, strict=True)]
    return formula(*structures)
