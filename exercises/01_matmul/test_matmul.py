"""Properties of the matrix product and the transpose."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from grader.judging import expect, weight
from grader.judging.inputs import oracles
from grader.judging.inputs.strategies import Matrix, gaussians, integers, matrices, sizes
from grader.judging.proxy import Impl

numbers = gaussians | integers
several = sizes(2, 4)


def factors(
    values: SearchStrategy[float],
    rows: SearchStrategy[int],
    inner: SearchStrategy[int],
    columns: SearchStrategy[int],
) -> SearchStrategy[tuple[Matrix, Matrix]]:
    """Two matrices that can be multiplied: rows×inner and inner×columns."""
    return inner.flatmap(
        lambda k: st.tuples(matrices(values, rows, k), matrices(values, k, columns))
    )


@weight(3)
@given(pair=factors(numbers, several, several, several))
@example(pair=([[1, 2, 3], [4, 5, 6]], [[1, 0], [0, 1], [2, -2]]))
@example(pair=([[1, -2], [0.5, 3]], [[2, 0, 1, -1], [1, 4, 0.5, 3]]))
@example(pair=([[2, 1, 0], [1, 3, -1], [0, 1, 1], [5, 2, 2]], [[1, 2], [3, 4], [5, 7]]))
@example(pair=([[1e-12, 2e-9], [1.0, 0.0]], [[1e12], [30]]))
@example(pair=([[0.00123456789, 2], [-0.987654321, 0]], [[1, 0.001], [0.001, 0.5]]))
def test_entries_are_dot_products(impl: Impl, pair: tuple[Matrix, Matrix]) -> None:
    """every entry of a product is the dot product of a row of a and a column of b"""
    a, b = pair
    expect.close(impl.matmul(a, b), oracles.matmul(a, b))


@settings(max_examples=15)
@given(
    pair=st.one_of(
        factors(integers, st.just(1), several, st.just(1)),
        factors(integers, several, st.just(1), several),
    )
)
@example(pair=([[1, 2, 3]], [[4], [5], [6]]))
@example(pair=([[1], [2], [3]], [[4, 5]]))
@example(pair=([[3]], [[0.5]]))
def test_vectors_are_matrices(impl: Impl, pair: tuple[Matrix, Matrix]) -> None:
    """a matrix of a single row, column or entry is multiplied like any other"""
    a, b = pair
    expect.close(impl.matmul(a, b), oracles.matmul(a, b))


@weight(2)
@settings(max_examples=15)
@given(
    pair=st.permutations(range(1, 5)).flatmap(
        lambda k: st.tuples(matrices(numbers, columns=k[0]), matrices(numbers, rows=k[1]))
    )
)
@example(pair=([[1, 2, 3], [4, 5, 6]], [[1, 2], [3, 4]]))
@example(pair=([[1, 2], [3, 4]], [[1, 2], [3, 4], [5, 6]]))
@example(pair=([[1, 2, 3], [4, 5, 6]], [[1, 2, 3], [4, 5, 6]]))
def test_shapes_that_do_not_fit(impl: Impl, pair: tuple[Matrix, Matrix]) -> None:
    """a product of shapes that do not fit raises ValueError"""
    a, b = pair
    why = f"Columns of a: {len(a[0])}; rows of b: {len(b)}."
    expect.raises(ValueError, lambda: impl.matmul(a, b), why=why)


@weight(2)
@given(a=matrices(numbers))
@example(a=[[1, 2, 3], [4, 5, 6]])
@example(a=[[1, 2], [3, 4], [5, 6]])
@example(a=[[1, 2], [3, 4]])
@example(a=[[1, 1], [2, 2]])
@example(a=[[1, 2, 3]])
@example(a=[[1], [2]])
@example(a=[[7]])
def test_rows_become_columns(impl: Impl, a: Matrix) -> None:
    """row i of a matrix is column i of its transpose"""
    expect.close(impl.transpose(a), oracles.transpose(a))


def test_thousands_of_columns(impl: Impl) -> None:
    """matrices may have thousands of rows or columns"""
    size = 1499  # a prime: it has no blocks
    row = [n % 7 for n in range(size)]
    column = [[x] for x in row]
    program = f"row = [n % 7 for n in range({size})]\ncolumn = [[x] for x in row]\n"
    expect.close(impl.run(program, "transpose([row])"), column)
    square = sum(x * x for x in row)
    expect.close(impl.run(program, "matmul([row, row], column)[1]"), [square])
    expect.close(impl.run(program, "matmul(column, [[2]])"), [[2 * x] for x in row])
    expect.close(impl.run(program, "matmul([[2]], [row])"), [[2 * x for x in row]])
