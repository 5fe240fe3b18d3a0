"""Properties of the gradients of softmax and log-softmax."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, weight
from grader.judging.inputs import oracles
from grader.judging.inputs.strategies import Matrix, gaussians, matrices, same_shape, sizes
from grader.judging.proxy import Impl

Pair = tuple[Matrix, ...]
Exact = list[list[Fraction]]
several = sizes(2, 3)

# Inputs and upstream gradients that occur in every run: wide, tall, a single row, a single column.
WIDE: Pair = ([[0, 1, 2], [1, 0, 3]], [[1, 0, 2], [-1, 3, 0]])
TALL: Pair = ([[0.5, 1.5], [2, 2], [-1, 1]], [[2, 1], [0, 3], [1, -2]])
SINGLE: Pair = ([[1, 2, 0]], [[3, 0, 1]])
COLUMN: Pair = ([[5], [7]], [[2], [-3]])


@st.composite
def saturated(draw: DrawFn) -> Pair:
    """Logits of which one in each row stands far above the others, and an upstream gradient."""
    z, dy = draw(same_shape(st.integers(-10_000, -40).map(float), gaussians, rows=several))
    for row in z:
        row[draw(st.integers(0, len(row) - 1))] = 0.0
    return z, dy


@st.composite
def shapes_that_differ(draw: DrawFn) -> Pair:
    """Two matrices with another number of rows, of columns, or of both."""
    n, m = draw(st.tuples(sizes(), sizes(1, 3)))
    rows, columns = draw(st.sampled_from([(n + 1, m), (n, m + 1), (n + 1, m + 1), (n + 1, m)]))
    pair = uniform(n, m), draw(matrices(gaussians, rows, columns))
    return (
        pair if draw(st.booleans()) else (uniform(rows, columns), draw(matrices(gaussians, n, m)))
    )


@weight(3)
@settings(max_examples=20)
@given(pair=same_shape(gaussians, gaussians, rows=several))
@example(pair=WIDE)
@example(pair=TALL)
@example(pair=SINGLE)
@example(pair=COLUMN)
def test_softmax_gradient(impl: Impl, pair: Pair) -> None:
    """softmax_backward is the gradient of softmax for any upstream gradient"""
    z, dy = pair
    y = oracles.softmax(z)
    dz = impl.softmax_backward(y, dy)
    expect.gradient(dz, lambda at: oracles.dot(oracles.softmax(at), dy), z)
    expect.close(dz, jacobian_product(y, dy), why="The formula is exact: nine digits are right.")


@weight(2)
@settings(max_examples=15)
@given(pair=saturated())
@example(pair=([[0.0, -1000.0, -20.0]], [[1.0, 2.0, 3.0]]))
@example(pair=([[-10_000.0, 0.0], [0.0, -800.0]], [[1.0, -2.0], [3.0, 1.0]]))
def test_softmax_saturated(impl: Impl, pair: Pair) -> None:
    """softmax_backward is exact where softmax has saturated, even at exactly 0 and 1"""
    z, dy = pair
    y = oracles.softmax(z)
    expect.close(impl.softmax_backward(y, dy), jacobian_product(y, dy))


@weight(3)
@settings(max_examples=20)
@given(pair=same_shape(gaussians, gaussians, rows=several))
@example(pair=WIDE)
@example(pair=TALL)
@example(pair=SINGLE)
@example(pair=COLUMN)
@example(pair=([[0.0, 1.0, 2.0]], [[1.0, -1.0, 0.0]]))
def test_log_softmax_gradient(impl: Impl, pair: Pair) -> None:
    """log_softmax_backward is the gradient of log_softmax for any upstream gradient"""
    z, dy = pair
    dz = impl.log_softmax_backward(oracles.log_softmax(z), dy)
    expect.gradient(dz, lambda at: oracles.dot(oracles.log_softmax(at), dy), z)
    exact = log_jacobian_product(oracles.softmax(z), dy)
    expect.close(dz, exact, why="The formula is exact: nine digits are right.")


@weight(2)
@settings(max_examples=15)
@given(pair=saturated())
@example(pair=([[0.0, -1000.0, -20.0]], [[1.0, 2.0, 3.0]]))
@example(pair=([[-10_000.0, 0.0], [0.0, -800.0]], [[1.0, -2.0], [3.0, 1.0]]))
@example(pair=([[0.0, -1e300]], [[2.0, 1.0]]))
def test_log_softmax_saturated(impl: Impl, pair: Pair) -> None:
    """log_softmax_backward is exact for log-probabilities of any size"""
    z, dy = pair
    dz = impl.log_softmax_backward(oracles.log_softmax(z), dy)
    expect.close(dz, log_jacobian_product(oracles.softmax(z), dy))


@weight(2)
@given(pair=shapes_that_differ())
@example(pair=([[0.25, 0.75], [0.5, 0.5]], [[1.0, 2.0]]))
@example(pair=([[0.25, 0.75]], [[1.0, 2.0], [3.0, 4.0]]))
@example(pair=([[0.25, 0.75], [0.5, 0.5]], [[1.0], [2.0]]))
@example(pair=([[0.25, 0.75]], [[1.0, 2.0, 3.0]]))
def test_shapes_agree(impl: Impl, pair: Pair) -> None:
    """both raise ValueError if the shapes of the output and of dy differ"""
    y, dy = pair
    why = f"The output is {len(y)}×{len(y[0])}, dy is {len(dy)}×{len(dy[0])}."
    expect.raises(ValueError, lambda: impl.softmax_backward(y, dy), why=why)
    log_y = oracles.log_softmax(y)
    expect.raises(ValueError, lambda: impl.log_softmax_backward(log_y, dy), why=why)


def jacobian_product(y: Matrix, dy: Matrix) -> Exact:
    """The sum over j of dy[j]·∂y[j]/∂z[i], where ∂y[j]/∂z[i] = y[j]·((i = j) - y[i])."""
    flow = [
        [Fraction(q) * Fraction(g) for q, g in zip(y_row, dy_row, strict=True)]
        for y_row, dy_row in zip(y, dy, strict=True)
    ]
    return log_jacobian_product(y, flow)


def log_jacobian_product(y: Matrix, dy: Sequence[Sequence[float | Fraction]]) -> Exact:
    """The sum over j of dy[j]·∂log y[j]/∂z[i], where ∂log y[j]/∂z[i] = (i = j) - y[i]."""
    return [
        [
            sum((Fraction(g) * ((i == j) - Fraction(p)) for j, g in enumerate(dy_row)), Fraction(0))
            for i, p in enumerate(y_row)
        ]
        for y_row, dy_row in zip(y, dy, strict=True)
    ]


def uniform(rows: int, columns: int) -> Matrix:
    """A softmax of equal logits."""
    return [[1 / columns] * columns for _ in range(rows)]
