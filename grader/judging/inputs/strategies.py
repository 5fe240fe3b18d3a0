"""Hypothesis strategies for the inputs of exercises: matrices, vectors, labels.

A Matrix is a list of rows of floats, a Vector a list of floats; sizes are numbers of rows and
columns. Values for gradients are of moderate size, values for forward passes reach the extremes.
"""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

Vector = list[float]
Matrix = list[list[float]]

# Three decimals: as good as any to tell formulas apart, and readable in a message.
gaussians: SearchStrategy[float] = st.integers(-3000, 3000).map(lambda n: n / 1000)
integers: SearchStrategy[int] = st.integers(-9, 9)
# Naive exponentials survive every bound below ±709; rows that differ by thousands find the rest.
extremes: SearchStrategy[float] = st.one_of(
    st.integers(-10_000, 10_000).map(float),
    gaussians,
    st.sampled_from([0.0, 710.0, -710.0, 745.5, -745.5, 1000.0, -1000.0, 1e4, -1e4]),
)


def sizes(low: int = 1, high: int = 4) -> SearchStrategy[int]:
    """A number of rows or columns."""
    return st.integers(low, high)


@st.composite
def matrices(
    draw: DrawFn,
    values: SearchStrategy[float] = gaussians,
    rows: SearchStrategy[int] | int | None = None,
    columns: SearchStrategy[int] | int | None = None,
) -> Matrix:
    """A Matrix; `rows` and `columns` are a number, a strategy, or 1 to 4."""
    n, m = _size(draw, rows), _size(draw, columns)
    flat = draw(st.lists(values, min_size=n * m, max_size=n * m))
    return [flat[i * m : (i + 1) * m] for i in range(n)]


@st.composite
def vectors(
    draw: DrawFn,
    values: SearchStrategy[float] = gaussians,
    size: SearchStrategy[int] | int | None = None,
) -> Vector:
    """A Vector of `size` entries (a number, a strategy, or 1 to 4)."""
    n = _size(draw, size)
    return draw(st.lists(values, min_size=n, max_size=n))


def _size(draw: DrawFn, size: SearchStrategy[int] | int | None) -> int:
    if isinstance(size, int):
        return size
    return draw(size if size is not None else sizes())


@st.composite
def same_shape(
    draw: DrawFn, *values: SearchStrategy[float], rows: SearchStrategy[int] | int | None = None
) -> tuple[Matrix, ...]:
    """Several matrices of one shape, one for each strategy of values."""
    n, m = _size(draw, rows), draw(sizes())
    return tuple(draw(matrices(strategy, n, m)) for strategy in values)


def labels_for(rows: int, columns: int) -> SearchStrategy[list[int]]:
    """A label in 0 … columns−1 for each of `rows` rows."""
    return st.lists(st.integers(0, columns - 1), min_size=rows, max_size=rows)


@st.composite
def labelled(
    draw: DrawFn,
    values: SearchStrategy[float] = gaussians,
    rows: SearchStrategy[int] | int | None = None,
    columns: SearchStrategy[int] | int | None = None,
) -> tuple[Matrix, list[int]]:
    """A Matrix of logits or samples and a label for each row."""
    matrix = draw(matrices(values, rows, columns if columns is not None else sizes(2, 4)))
    return matrix, draw(labels_for(len(matrix), len(matrix[0])))
