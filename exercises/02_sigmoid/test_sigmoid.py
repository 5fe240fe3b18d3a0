"""Properties of the sigmoid and its gradient."""

from fractions import Fraction
from math import log

from hypothesis import example, given, settings
from hypothesis import strategies as st

from grader.judging import expect, weight
from grader.judging.inputs import oracles
from grader.judging.inputs.strategies import Matrix, Numbers, gaussians, matrices, same_shape, sizes
from grader.judging.proxy import Impl

several = sizes(2, 4)
moderate = gaussians | Numbers(map(float, range(-30, 31)))
far_out = st.sampled_from([40.0, 300.0, 700.0, 709.5, 710.0, 745.0, 1e4, 1e16, 1e300, 1e308])


def exact_gradient(y: Matrix, dy: Matrix) -> list[list[Fraction]]:
    """dy·y·(1 - y) at every entry, without rounding."""
    return [
        [Fraction(g) * Fraction(s) * (1 - Fraction(s)) for s, g in zip(y_row, dy_row, strict=True)]
        for y_row, dy_row in zip(y, dy, strict=True)
    ]


@weight(2)
@given(z=matrices(moderate))
@example(z=[[0, 1, -1], [2, -2, 0.5]])
@example(z=[[10.0, 16.0, 18.0, 20.0]])
@example(z=[[0.0, -0.0]])
def test_sigmoid_is_logistic(impl: Impl, z: Matrix) -> None:
    """sigmoid is 1/(1 + e^-z) of every entry"""
    expect.close(impl.sigmoid(z), oracles.sigmoid(z))


@weight(2)
@settings(max_examples=15)
@given(z=matrices(st.one_of(far_out, far_out.map(lambda x: -x))))
@example(z=[[1000.0]])
@example(z=[[-1000.0]])
@example(z=[[1e308, -1e308]])
def test_numbers_of_any_size(impl: Impl, z: Matrix) -> None:
    """sigmoid has a value between 0 and 1 for numbers of any size"""
    y = impl.sigmoid(z)
    expect.close(y, oracles.sigmoid(z))
    inside = all(0 <= s <= 1 for row in y for s in row)
    expect.holds(inside, expected="values in [0, 1]", returned=y)


@given(
    z=matrices(
        st.one_of(st.integers(-700, -1).map(float), st.integers(-400, -10).map(lambda n: n / 10)),
        several,
        several,
    )
)
@example(z=[[-18.0]])
@example(z=[[-40.0]])
@example(z=[[-200.0]])
@example(z=[[-700.0]])
def test_tiny_values_are_accurate(impl: Impl, z: Matrix) -> None:
    """sigmoid keeps nine digits of a result as small as e^-700"""
    why = "Down to z = -700 even the smallest result has to be right to 1e-9 of itself."
    expect.close(impl.sigmoid(z), oracles.sigmoid(z), relative=True, why=why)


@weight(3)
@settings(max_examples=15)
@given(pair=same_shape(st.integers(1, 99).map(lambda n: n / 100), gaussians, rows=several))
@example(pair=([[0.5, 0.75, 0.1], [0.6, 0.4, 0.95]], [[1.0, -2.0, 0.5], [3.0, 1.0, -1.0]]))
@example(pair=([[0.3, 0.8]], [[2.0, -1.0]]))
@example(pair=([[0.3, 0.8]], [[5000.0, -5000.0]]))
def test_gradient(impl: Impl, pair: tuple[Matrix, Matrix]) -> None:
    """sigmoid_backward is the upstream gradient times the slope of sigmoid"""
    y, dy = pair
    z = [[log(s / (1 - s)) for s in row] for row in y]
    dz = impl.sigmoid_backward(y, dy)
    expect.gradient(dz, lambda at: oracles.dot(oracles.sigmoid(at), dy), z)
    expect.close(dz, exact_gradient(y, dy))


@settings(max_examples=10)
@given(
    pair=same_shape(
        st.sampled_from([0.0, 1.0, 1e-300]), st.integers(-1000, 1000).map(float), rows=several
    )
)
@example(pair=([[1.0, 0.0]], [[100.0, -100.0]]))
@example(pair=([[1.0, 0.0]], [[1e12, -1e12]]))
def test_saturated_gradient(impl: Impl, pair: tuple[Matrix, Matrix]) -> None:
    """the gradient vanishes where the sigmoid has reached 0 or 1"""
    y, dy = pair
    expect.close(impl.sigmoid_backward(y, dy), exact_gradient(y, dy))


@weight(2)
@settings(max_examples=15)
@given(
    pair=st.tuples(matrices(st.just(0.5)), matrices(gaussians)).filter(
        lambda pair: (len(pair[0]), len(pair[0][0])) != (len(pair[1]), len(pair[1][0]))
    )
)
@example(pair=([[0.5, 0.5], [0.5, 0.5]], [[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]))
@example(pair=([[0.5, 0.5], [0.5, 0.5]], [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
@example(pair=([[0.5, 0.5, 0.5], [0.5, 0.5, 0.5]], [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]))
@example(pair=([[0.5, 0.5], [0.5, 0.5]], [[1.0, 2.0]]))
@example(pair=([[0.5, 0.5], [0.5, 0.5]], [[1.0], [2.0]]))
@example(pair=([[0.5, 0.5]], [[1.0, 2.0], [3.0, 4.0]]))
@example(pair=([[0.5], [0.5]], [[1.0, 2.0], [3.0, 4.0]]))
def test_shapes_differ(impl: Impl, pair: tuple[Matrix, Matrix]) -> None:
    """sigmoid_backward raises ValueError if y and dy differ in shape"""
    y, dy = pair
    why = f"y is {len(y)}×{len(y[0])}, dy is {len(dy)}×{len(dy[0])}."
    expect.raises(ValueError, lambda: impl.sigmoid_backward(y, dy), why=why)
