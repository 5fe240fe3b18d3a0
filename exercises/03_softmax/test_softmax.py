"""Properties of softmax and log-softmax."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from grader.judging import expect, weight
from grader.judging.inputs import oracles
from grader.judging.inputs.strategies import Matrix, Numbers, gaussians, matrices, sizes
from grader.judging.proxy import Impl

several = sizes(2, 4)
moderate = gaussians | Numbers(map(float, range(-20, 21)))


def far_apart(rows: int, bound: int) -> SearchStrategy[Matrix]:
    """Rows whose entries lie at least 100 apart and within ±bound: the largest takes all."""
    hundreds = st.integers(-bound // 100, bound // 100).map(lambda n: n * 100.0)
    return several.flatmap(
        lambda columns: st.lists(
            st.lists(hundreds, min_size=columns, max_size=columns, unique=True),
            min_size=rows,
            max_size=rows,
        )
    )


def shifted(z: Matrix, by: list[float]) -> Matrix:
    """z with a constant of its own added to each row."""
    return [[x + c for x in row] for row, c in zip(z, by, strict=True)]


@weight(3)
@given(z=matrices(moderate, several, several))
@example(z=[[0, 0, 0], [1, 2, 3]])
@example(z=[[1, 2], [1, 2]])
@example(z=[[18.0, 0.0], [-3.0, 9.0]])
@example(z=[[5]])
def test_softmax_by_definition(impl: Impl, z: Matrix) -> None:
    """softmax is e^z divided by the sum of e^z over its row"""
    expect.close(impl.softmax(z), oracles.softmax(z))


@weight(2)
@settings(max_examples=15)
@given(z=far_apart(1, 10_000))
@example(z=[[1000.0, 900.0]])
@example(z=[[-1000.0, -900.0]])
@example(z=[[0.0, 10_000.0, 9_000.0]])
@example(z=[[-10_000.0, 100.0, 0.0]])
@example(z=[[1e308, -1e308]])
@example(z=[[1000.0, 999.0, -1000.0]])
def test_softmax_of_any_size(impl: Impl, z: Matrix) -> None:
    """softmax is finite and right for logits of any size"""
    expect.close(impl.softmax(z), oracles.softmax(z))


@weight(3)
@given(z=matrices(moderate, several, several))
@example(z=[[0, 0], [1, 2]])
@example(z=[[1, 2], [1, 2]])
@example(z=[[18.0, 0.0], [-3.0, 9.0]])
@example(z=[[5]])
def test_log_softmax_by_definition(impl: Impl, z: Matrix) -> None:
    """log_softmax is the natural logarithm of softmax"""
    expect.close(impl.log_softmax(z), oracles.log_softmax(z))


@weight(2)
@settings(max_examples=15)
@given(z=far_apart(1, 10_000))
@example(z=[[0.0, -1000.0]])
@example(z=[[1000.0, 900.0]])
@example(z=[[-1000.0, -900.0]])
@example(z=[[8e307, -8e307]])
@example(z=[[1000.0, 999.0, -1000.0]])
def test_log_softmax_of_any_size(impl: Impl, z: Matrix) -> None:
    """log_softmax is exact where softmax underflows, for logits of any size"""
    expect.close(impl.log_softmax(z), oracles.log_softmax(z))


@settings(max_examples=15)
@given(z=st.builds(shifted, far_apart(3, 300), st.permutations([0.0, 10_000.0, -10_000.0])))
@example(z=[[0.0, 100.0], [-10_000.0, -10_100.0], [10_000.0, 9_900.0]])
@example(z=[[0.0, 720.0], [1.0, -99.0]])
def test_rows_are_independent(impl: Impl, z: Matrix) -> None:
    """a row's result does not depend on other rows, thousands above or below it"""
    expect.close(impl.softmax(z), oracles.softmax(z))
    expect.close(impl.log_softmax(z), oracles.log_softmax(z))
