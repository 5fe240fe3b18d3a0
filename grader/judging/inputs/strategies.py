"""Hypothesis strategies for the inputs of exercises: matrices, vectors, labels.

A Matrix is a list of rows of floats, a Vector a list of floats; sizes are numbers of rows and
columns. Values for gradients are of moderate size, values for forward passes reach the extremes.

Nearly half of a verdict on 05 was the drawing of one number after another. So all numbers of a
Matrix are one draw of bytes, two for each number, which choose from a table that has the simplest
first: hypothesis makes bytes small, and so shrinks to few small readable numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any

from hypothesis import strategies as st
from hypothesis.internal.conjecture.data import ConjectureData
from hypothesis.strategies import DrawFn, SearchStrategy

Vector = list[float]
Matrix = list[list[float]]
Size = SearchStrategy[int] | int | None  # a number, a strategy, or 1 to 4


class Numbers(SearchStrategy[float]):
    """Numbers of some tables, each as likely as the others; `many` of them are one draw."""

    def __init__(self, *tables: Iterable[float]) -> None:
        super().__init__()
        self._given = [tuple(table) for table in tables]

    @cached_property
    def tables(self) -> list[list[float]]:
        """The tables, each with its simplest number first; sorted only when a number is drawn."""
        return [_simplest_first(table) for table in self._given]

    def many(self, data: ConjectureData, count: int) -> list[float]:
        """So many numbers, in one draw."""
        drawn = data.draw_bytes(2 * count, 2 * count)
        return [self._at(drawn[i] << 8 | drawn[i + 1]) for i in range(0, 2 * count, 2)]

    def _at(self, place: int) -> float:
        chosen, rest = divmod(place, -(-(1 << 16) // len(self.tables)))
        return self.tables[chosen][rest % len(self.tables[chosen])]

    def do_draw(self, data: ConjectureData) -> float:
        """One number, as hypothesis asks for it."""
        return self.many(data, 1)[0]

    def __or__(self, other: SearchStrategy[Any]) -> SearchStrategy[Any]:
        if isinstance(other, Numbers):
            return Numbers(*self._given, *other._given)
        return super().__or__(other)


@cache
def _simplest_first(table: tuple[float, ...]) -> list[float]:
    return sorted(table, key=_simplicity)


def _simplicity(number: float) -> tuple[int, float, bool]:
    """How few decimals it has, how small it is, whether it is negative."""
    if float(number).is_integer():
        return 0, abs(number), number < 0
    n = round(number * 1000)
    decimals = 4 if n / 1000 != number else 3 - (n % 10 == 0) - (n % 100 == 0)
    return decimals, abs(number), number < 0


def thousandths(low: int, high: int) -> list[float]:
    """The numbers of three decimals from low/1000 to high/1000."""
    return [n / 1000 for n in range(low, high + 1)]


# Three decimals: as good as any to tell formulas apart, and readable in a message.
gaussians = Numbers(thousandths(-3000, 3000))
integers = Numbers(range(-9, 10))
# Naive exponentials survive every bound below ±709; rows that differ by thousands find the rest.
extremes = Numbers(
    map(float, range(-10_000, 10_001)),
    thousandths(-3000, 3000),
    [0.0, 710.0, -710.0, 745.5, -745.5, 1000.0, -1000.0, 1e4, -1e4],
)


@cache
def sizes(low: int = 1, high: int = 4) -> SearchStrategy[int]:
    """A number of rows or columns."""
    return st.integers(low, high)


class _Lists(SearchStrategy[Any]):
    """Matrices or, without columns, Vectors; no composite, which would be made anew each time."""

    def __init__(self, values: SearchStrategy[float], sizes_: Sequence[SearchStrategy[int] | int]):
        super().__init__()
        self.values, self.sizes = values, sizes_

    def do_draw(self, data: ConjectureData) -> Any:
        n, *columns = [size if isinstance(size, int) else data.draw(size) for size in self.sizes]
        m = columns[0] if columns else 1
        if isinstance(self.values, Numbers):
            flat = self.values.many(data, n * m)
        else:
            flat = [data.draw(self.values) for _ in range(n * m)]
        return [flat[i * m : (i + 1) * m] for i in range(n)] if columns else flat


def _size(size: Size) -> SearchStrategy[int] | int:
    return sizes() if size is None else size


# A strategy is made, and looked through by hypothesis, once and not with every draw.
@lru_cache(maxsize=1024)
def matrices(
    values: SearchStrategy[float] = gaussians, rows: Size = None, columns: Size = None
) -> SearchStrategy[Matrix]:
    """A Matrix of so many rows and columns."""
    return _Lists(values, (_size(rows), _size(columns)))


@lru_cache(maxsize=1024)
def vectors(values: SearchStrategy[float] = gaussians, size: Size = None) -> SearchStrategy[Vector]:
    """A Vector of so many entries."""
    return _Lists(values, (_size(size),))


@st.composite
def same_shape(
    draw: DrawFn, *values: SearchStrategy[float], rows: Size = None
) -> tuple[Matrix, ...]:
    """Several matrices of one shape, one for each strategy of values."""
    count = _size(rows)
    n, m = count if isinstance(count, int) else draw(count), draw(sizes())
    return tuple(draw(matrices(strategy, n, m)) for strategy in values)


@lru_cache(maxsize=1024)
def labels_for(rows: int, columns: int) -> SearchStrategy[list[int]]:
    """A label in 0 … columns−1 for each of `rows` rows."""
    return vectors(Numbers(range(columns)), rows)  # type: ignore[return-value]


@st.composite
def labelled(
    draw: DrawFn,
    values: SearchStrategy[float] = gaussians,
    rows: Size = None,
    columns: Size = None,
) -> tuple[Matrix, list[int]]:
    """A Matrix of logits or samples and a label for each row."""
    matrix = draw(matrices(values, rows, columns if columns is not None else sizes(2, 4)))
    return matrix, draw(labels_for(len(matrix), len(matrix[0])))
