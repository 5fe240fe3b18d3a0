"""Properties of softmax and log-softmax."""

from hypothesis import example, given
from hypothesis import strategies as st

from grader.judging import expect, oracles, weight
from grader.judging.impl import Impl
from grader.judging.strategies import Matrix, extremes, gaussians, matrices, sizes

several = sizes(2, 4)
quarters = st.integers(-12, 12).map(lambda n: n / 4)
# Added to quarters these are exact in a float, so nothing but the solution can lose digits.
offsets = st.integers(30, 50).flatmap(lambda k: st.sampled_from([2.0**k, -(2.0**k)]))


def shifted(z: Matrix, constants: list[float]) -> Matrix:
    """z with a constant of its own added to each row."""
    return [[x + c for x in row] for row, c in zip(z, constants, strict=True)]


@weight(2)
@given(z=matrices(gaussians, several, several))
@example(z=[[0, 0, 0], [1, 2, 3]])
@example(z=[[5]])
def test_softmax_by_definition(impl: Impl, z: Matrix) -> None:
    """softmax is e^z divided by the sum of e^z over its row"""
    expect.close(impl.softmax(z), oracles.softmax(z))


@weight(2)
@given(z=matrices(extremes, 1, several))
@example(z=[[1000.0, 999.0]])
@example(z=[[-1000.0, -999.0]])
@example(z=[[0.0, 10000.0, 9999.0]])
@example(z=[[-10000.0, 0.0, 0.0]])
@example(z=[[1e308, -1e308]])
def test_softmax_of_any_size(impl: Impl, z: Matrix) -> None:
    """softmax is finite and right for logits of any size"""
    expect.close(impl.softmax(z), oracles.softmax(z))


@weight(2)
@given(z=matrices(gaussians, several, several))
@example(z=[[0, 0], [1, 2]])
@example(z=[[5]])
def test_log_softmax_by_definition(impl: Impl, z: Matrix) -> None:
    """log_softmax is the natural logarithm of softmax"""
    expect.close(impl.log_softmax(z), oracles.log_softmax(z))


@weight(2)
@given(z=matrices(extremes, 1, several))
@example(z=[[0.0, -1000.0]])
@example(z=[[1000.0, 999.0]])
@example(z=[[-1000.0, -999.0]])
@example(z=[[8e307, -8e307]])
def test_log_softmax_of_any_size(impl: Impl, z: Matrix) -> None:
    """log_softmax is exact for logits of any size, even where softmax underflows to 0"""
    expect.close(impl.log_softmax(z), oracles.log_softmax(z))


@given(z=matrices(gaussians, 3, several), order=st.permutations([0.0, 10_000.0, -10_000.0]))
@example(z=[[0, 1], [0, 1], [1, 0]], order=[0.0, -10_000.0, 10_000.0])
def test_rows_are_independent(impl: Impl, z: Matrix, order: list[float]) -> None:
    """a row's result does not depend on the other rows, thousands above or below it"""
    z = shifted(z, order)
    expect.close(impl.softmax(z), oracles.softmax(z))
    expect.close(impl.log_softmax(z), oracles.log_softmax(z))


@given(z=matrices(quarters, 2, several), constants=st.tuples(offsets, offsets))
@example(z=[[0, 0], [0, 1]], constants=(2.0**40, -(2.0**50)))
def test_shift_invariance(impl: Impl, z: Matrix, constants: tuple[float, float]) -> None:
    """a constant added to a row changes neither softmax nor log_softmax, however large"""
    moved = shifted(z, list(constants))
    expect.close(impl.softmax(moved), oracles.softmax(z))
    expect.close(impl.log_softmax(moved), oracles.log_softmax(z))
