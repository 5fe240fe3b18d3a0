"""Properties of the linear layer and its gradients."""

from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, weight
from grader.judging.inputs import oracles
from grader.judging.inputs.strategies import (
    Matrix,
    Vector,
    gaussians,
    integers,
    matrices,
    sizes,
    vectors,
)
from grader.judging.proxy import Impl

Layer = tuple[Matrix, Matrix, Vector]
Batch = tuple[Matrix, Matrix, Matrix]

numbers = gaussians | integers

# What occurs in every run: three samples of two features and four outputs, a square w, samples
# with equal and with no upstream gradients, one sample.
TALL: Batch = (
    [[1.0, 2.0], [3.0, -1.0], [0.5, 4.0]],
    [[1.0, 0.0, 2.0, 3.0], [-2.0, 1.0, 1.0, 0.5]],
    [[1.0, 0.5, 0.0, -1.0], [2.0, 1.0, -2.0, 0.0], [0.5, 3.0, 1.0, 1.0]],
)
SQUARE: Batch = ([[1.0, 2.0], [3.0, 5.0]], [[1.0, 2.0], [3.0, -1.0]], [[1.0, -2.0], [0.5, 1.0]])
EQUAL: Batch = ([[1.0], [0.0], [2.0]], [[1.0, 3.0]], [[1.0, 0.5], [1.0, 0.5], [0.0, 0.0]])
SINGLE: Batch = ([[1.0, 2.0, 3.0]], [[1.0, 0.5], [-1.0, 2.0], [0.0, 1.0]], [[2.0, -1.0]])


@st.composite
def layers(draw: DrawFn) -> Layer:
    """x (n×d), w (d×h) and b (h entries) that fit."""
    n, d, h = draw(sizes()), draw(sizes()), draw(sizes())
    return draw(matrices(numbers, n, d)), draw(matrices(numbers, d, h)), draw(vectors(numbers, h))


@st.composite
def batches(draw: DrawFn) -> Batch:
    """x (n×d), w (d×h) and an upstream gradient dy (n×h), at least two samples."""
    n, d, h = draw(sizes(2, 4)), draw(sizes()), draw(sizes())
    x, w = draw(matrices(gaussians, n, d)), draw(matrices(gaussians, d, h))
    return x, w, draw(matrices(gaussians, n, h))


@st.composite
def misfits(draw: DrawFn) -> tuple[int, int]:
    """Two different sizes."""
    a, b = draw(st.permutations(range(1, 5)))[:2]
    return a, b


@weight(3)
@settings(max_examples=15)
@given(layer=layers())
@example(layer=(*TALL[:2], [1, 2, 3, 4]))
@example(layer=(*SQUARE[:2], [10, 20]))
@example(layer=(*SINGLE[:2], [0.5, -1]))
@example(layer=([[1.0, -2.0]], [[1.0], [3.0]], [0.0]))
@example(layer=([[0.0, 0.0], [1.0, 2.0]], [[1.0], [3.0]], [0.5]))
@example(layer=([[2]], [[3]], [4]))
def test_forward(impl: Impl, layer: Layer) -> None:
    """linear is x·w with b added to every row"""
    expect.close(impl.linear(*layer), oracles.linear(*layer))


@settings(max_examples=10)
@given(n=sizes(), misfit=misfits(), h=sizes())
@example(n=2, misfit=(2, 3), h=2)
@example(n=3, misfit=(3, 2), h=1)
def test_features_fit_weights(impl: Impl, n: int, misfit: tuple[int, int], h: int) -> None:
    """linear raises ValueError unless x has as many columns as w has rows"""
    d, rows = misfit
    x, w, b = filled(n, d), filled(rows, h), filled(1, h)[0]
    why = f"Columns of x: {d}; rows of w: {rows}."
    expect.raises(ValueError, lambda: impl.linear(x, w, b), why=why)


@settings(max_examples=10)
@given(n=sizes(), d=sizes(), misfit=misfits())
@example(n=2, d=2, misfit=(3, 2))
@example(n=2, d=3, misfit=(2, 3))
@example(n=2, d=2, misfit=(3, 1))
def test_bias_fits_outputs(impl: Impl, n: int, d: int, misfit: tuple[int, int]) -> None:
    """linear raises ValueError unless b has an entry for each column of w"""
    h, entries = misfit
    x, w, b = filled(n, d), filled(d, h), filled(1, entries)[0]
    why = f"Columns of w: {h}; entries of b: {entries}."
    expect.raises(ValueError, lambda: impl.linear(x, w, b), why=why)


@weight(2)
@settings(max_examples=15)
@given(batch=batches())
@example(batch=TALL)
@example(batch=SQUARE)
@example(batch=EQUAL)
@example(batch=SINGLE)
def test_gradient_for_x(impl: Impl, batch: Batch) -> None:
    """dx[i][k] says how the loss changes with x[i][k]"""
    x, w, dy = batch
    dx, _, _ = gradients(impl, batch)
    expect.gradient(dx, lambda at: loss(at, w, dy), x, name="dx")


@weight(2)
@settings(max_examples=15)
@given(batch=batches())
@example(batch=TALL)
@example(batch=SQUARE)
@example(batch=EQUAL)
@example(batch=SINGLE)
def test_gradient_for_w(impl: Impl, batch: Batch) -> None:
    """dw[k][j] says how the loss changes with w[k][j]"""
    x, w, dy = batch
    _, dw, _ = gradients(impl, batch)
    expect.gradient(dw, lambda at: loss(x, at, dy), w, name="dw")


@weight(2)
@settings(max_examples=15)
@given(batch=batches())
@example(batch=TALL)
@example(batch=SQUARE)
@example(batch=EQUAL)
@example(batch=SINGLE)
def test_gradient_for_b(impl: Impl, batch: Batch) -> None:
    """db[j] says how the loss changes with b[j]; db is a flat vector"""
    x, w, dy = batch
    _, _, db = gradients(impl, batch)
    expect.gradient(db, lambda at: loss(x, w, dy, at), [0.0] * len(w[0]), name="db")


@settings(max_examples=15)
@given(batch=batches())
@example(batch=TALL)
def test_gradients_scale_with_upstream(impl: Impl, batch: Batch) -> None:
    """a dy a million times smaller gives gradients a million times smaller, to the last digit"""
    x, w, dy = batch
    scale = 2.0**-20  # exact, whatever it multiplies
    whole = gradients(impl, batch)
    small = gradients(impl, (x, w, [[scale * value for value in row] for row in dy]))
    for name, part, unscaled in zip(("dx", "dw", "db"), small, whole, strict=True):
        expect.close(part, scaled(unscaled, scale), name=name)


@settings(max_examples=10)
@given(misfit=misfits(), d=sizes(), h=sizes())
@example(misfit=(3, 2), d=2, h=4)
@example(misfit=(2, 3), d=2, h=4)
def test_upstream_has_a_row_for_each_sample(
    impl: Impl, misfit: tuple[int, int], d: int, h: int
) -> None:
    """linear_backward raises ValueError unless dy has a row for each row of x"""
    n, rows = misfit
    x, w, dy = filled(n, d), filled(d, h), filled(rows, h)
    why = f"Rows of x: {n}; rows of dy: {rows}."
    expect.raises(ValueError, lambda: impl.linear_backward(x, w, dy), why=why)


@settings(max_examples=10)
@given(n=sizes(), d=sizes(), misfit=misfits())
@example(n=2, d=3, misfit=(4, 3))
@example(n=2, d=3, misfit=(3, 4))
def test_upstream_has_a_column_for_each_output(
    impl: Impl, n: int, d: int, misfit: tuple[int, int]
) -> None:
    """linear_backward raises ValueError unless dy has a column for each column of w"""
    h, columns = misfit
    x, w, dy = filled(n, d), filled(d, h), filled(n, columns)
    why = f"Columns of w: {h}; columns of dy: {columns}."
    expect.raises(ValueError, lambda: impl.linear_backward(x, w, dy), why=why)


@settings(max_examples=10)
@given(n=sizes(), misfit=misfits(), h=sizes())
@example(n=2, misfit=(3, 4), h=2)
@example(n=2, misfit=(4, 3), h=2)
def test_features_fit_weights_backwards(
    impl: Impl, n: int, misfit: tuple[int, int], h: int
) -> None:
    """linear_backward raises ValueError unless x has as many columns as w has rows"""
    d, rows = misfit
    x, w, dy = filled(n, d), filled(rows, h), filled(n, h)
    why = f"Columns of x: {d}; rows of w: {rows}."
    expect.raises(ValueError, lambda: impl.linear_backward(x, w, dy), why=why)


def loss(x: Matrix, w: Matrix, dy: Matrix, b: Vector | None = None) -> float:
    """A scalar whose upstream gradient is dy. b is zero unless given: dx and dw are free of it."""
    return oracles.dot(oracles.linear(x, w, b or [0.0] * len(w[0])), dy)


def gradients(impl: Impl, batch: Batch) -> tuple[Matrix, Matrix, Vector]:
    """The three gradients that linear_backward returns."""
    returned = impl.linear_backward(*batch)
    expect.several(returned, "dx", "dw", "db")
    dx, dw, db = returned
    return dx, dw, db


def scaled(value: Any, scale: float) -> Any:
    """A number, or nested lists of them, times scale."""
    return [scaled(item, scale) for item in value] if isinstance(value, list) else scale * value


def filled(rows: int, columns: int) -> Matrix:
    """A matrix of the numbers 1, 2, 3, …, for tests of shapes alone."""
    return [[float(i * columns + j + 1) for j in range(columns)] for i in range(rows)]
