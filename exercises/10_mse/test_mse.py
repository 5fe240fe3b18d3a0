"""Properties of one-hot labels, the squared error and its gradient."""

from fractions import Fraction

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from grader.judging import expect, weight
from grader.judging.inputs import oracles
from grader.judging.inputs.strategies import Matrix, Numbers, gaussians, matrices, same_shape, sizes
from grader.judging.proxy import Impl

Case = tuple[list[int], int]
Pair = tuple[Matrix, ...]
several = sizes(2, 4)

# Predictions and targets that occur in every run: wide, tall, a single row, a single column.
WIDE: Pair = ([[1, 2, 0], [0, 4, 1]], [[0, 1, 0], [1, 0, 0]])
TALL: Pair = ([[0.5, 1], [2, -1], [0, 3]], [[1, 0], [0, 2], [1, 1]])
SINGLE: Pair = ([[1, 2, 5]], [[3, 0, 1]])
COLUMN: Pair = ([[5], [7], [1]], [[2], [-3], [0]])


@st.composite
def good_labels(draw: DrawFn) -> Case:
    """Labels, some of them repeated, and a number of classes that has room for them."""
    classes = draw(sizes(1, 5))
    return draw(st.lists(st.integers(0, classes - 1), min_size=1, max_size=5)), classes


@st.composite
def bad_labels(draw: DrawFn) -> Case:
    """Labels of which one, anywhere, is not a class."""
    good, classes = draw(good_labels())
    bad = draw(st.sampled_from([-1, -classes, -classes - 1, classes, classes + 3]))
    place = draw(st.integers(0, len(good)))
    return [*good[:place], bad, *good[place:]], classes


@st.composite
def large_and_close(draw: DrawFn) -> Pair:
    """Predictions and targets that differ by little, both of them millions away from zero."""
    # A multiple of 1/8 stays exact beside such an offset: no digits are lost before the call.
    pair = draw(same_shape(eighths, eighths, rows=several))
    offset = draw(st.sampled_from([2.0**27, -(2.0**27)]))
    return tuple([[x + offset for x in row] for row in matrix] for matrix in pair)


@st.composite
def shapes_that_differ(draw: DrawFn) -> Pair:
    """Two matrices with another number of rows, of columns, or of both."""
    n, m = draw(st.tuples(sizes(1, 3), sizes(1, 3)))
    rows, columns = draw(st.sampled_from([(n + 1, m), (n, m + 1), (n + 1, m + 1)]))
    pair = draw(matrices(gaussians, n, m)), draw(matrices(gaussians, rows, columns))
    return pair if draw(st.booleans()) else pair[::-1]


eighths = Numbers([n / 8 for n in range(-16, 17)])


@weight(2)
@given(case=good_labels())
@example(case=([2, 0, 2], 4))
@example(case=([1], 2))
@example(case=([0, 0], 1))
def test_one_hot_marks_the_label(impl: Impl, case: Case) -> None:
    """one_hot has a row for each label: 1 in the label's column and 0 elsewhere"""
    labels, classes = case
    expected = [[1 if column == label else 0 for column in range(classes)] for label in labels]
    expect.close(impl.one_hot(labels, classes), expected, tolerance=0)


@given(case=bad_labels())
@example(case=([-1, 0, 1], 3))
@example(case=([0, 1, -1], 3))
@example(case=([0, 3, 1], 3))
@example(case=([0, 1, 7], 3))
def test_one_hot_refuses_other_labels(impl: Impl, case: Case) -> None:
    """one_hot raises ValueError for a label outside 0 … classes-1"""
    labels, classes = case
    why = f"With classes = {classes}, labels are 0 … {classes - 1}."
    expect.raises(ValueError, lambda: impl.one_hot(labels, classes), why=why)


@weight(3)
@given(pair=same_shape(gaussians, gaussians, rows=several))
@example(pair=WIDE)
@example(pair=TALL)
@example(pair=SINGLE)
@example(pair=COLUMN)
@example(pair=([[0.001, 0.7]], [[0.1, 0.0001]]))
@example(pair=([[1, 2], [3, 0], [1, 1]], [[0, 2], [2, 0], [1, 1]]))
def test_mse_by_definition(impl: Impl, pair: Pair) -> None:
    """mse sums the squared errors over the columns and averages over the rows"""
    expect.close(impl.mse(*pair), oracles.mse(*pair))


@settings(max_examples=15)
@given(pair=large_and_close())
@example(pair=([[2.0**27, 2.0**27 + 1]], [[2.0**27 + 1, 2.0**27]]))
@example(pair=([[2.0**27 + 0.5], [2.0**27]], [[2.0**27], [2.0**27 + 3]]))
def test_mse_of_large_numbers(impl: Impl, pair: Pair) -> None:
    """mse is right to the last digit for large numbers that differ by little"""
    expect.close(impl.mse(*pair), oracles.mse(*pair))


@weight(3)
@given(pair=same_shape(gaussians, gaussians, rows=several))
@example(pair=WIDE)
@example(pair=TALL)
@example(pair=SINGLE)
@example(pair=COLUMN)
@example(pair=([[1e-7]], [[0.0]]))
@example(pair=([[5000.0]], [[-5000.0]]))
def test_mse_gradient(impl: Impl, pair: Pair) -> None:
    """mse_backward is the gradient of mse for the predictions"""
    predicted, target = pair
    gradient = impl.mse_backward(predicted, target)
    expect.gradient(gradient, lambda at: oracles.mse(at, target), predicted)
    exact = [
        [
            Fraction(2, len(predicted)) * (Fraction(p) - Fraction(t))
            for p, t in zip(*rows, strict=True)
        ]
        for rows in zip(predicted, target, strict=True)
    ]
    expect.close(gradient, exact, why="The formula is exact: nine digits are right.")


@weight(2)
@given(pair=shapes_that_differ())
@example(pair=([[1.0, 2.0], [3.0, 4.0]], [[1.0, 2.0]]))
@example(pair=([[1.0, 2.0]], [[1.0, 2.0], [3.0, 4.0]]))
@example(pair=([[1.0, 2.0], [3.0, 4.0]], [[1.0], [2.0]]))
@example(pair=([[1.0, 2.0]], [[1.0, 2.0, 3.0]]))
def test_shapes_agree(impl: Impl, pair: Pair) -> None:
    """mse and mse_backward raise ValueError if the shapes differ"""
    predicted, target = pair
    why = (
        f"The predictions are {len(predicted)}×{len(predicted[0])},"
        f" the targets {len(target)}×{len(target[0])}."
    )
    expect.raises(ValueError, lambda: impl.mse(predicted, target), why=why)
    expect.raises(ValueError, lambda: impl.mse_backward(predicted, target), why=why)
