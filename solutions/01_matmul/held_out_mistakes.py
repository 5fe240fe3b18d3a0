"""Wrong products and transposes that the catalogue does not list."""

from matmul import transpose

Matrix = list[list[float]]

_columns: dict[tuple[int, int], Matrix] = {}


def matmul__columns_cached_by_shape(a: Matrix, b: Matrix) -> Matrix:
    """The columns of b are kept for the next b of that shape: right at the first call."""
    shape = len(b), len(b[0])
    if len(a[0]) != shape[0]:
        raise ValueError("shapes")
    columns = _columns.setdefault(shape, transpose(b))
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def transpose__mirrored_at_the_other_diagonal(a: Matrix) -> Matrix:
    """The transpose is taken at the diagonal from top right to bottom left; matmul needs none."""
    return [list(column)[::-1] for column in zip(*a)][::-1]


def matmul__mirrored_at_the_other_diagonal(a: Matrix, b: Matrix) -> Matrix:
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def matmul__stops_at_a_zero(a: Matrix, b: Matrix) -> Matrix:
    """A zero ends the sum where it should only be passed over."""
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    return [[_dot_up_to_a_zero(row, column) for column in transpose(b)] for row in a]


def _dot_up_to_a_zero(row: list[float], column: list[float]) -> float:
    total = 0.0
    for x, y in zip(row, column):
        if x == 0 or y == 0:
            break
        total += x * y
    return total


def matmul__rest_of_the_blocks_lost(a: Matrix, b: Matrix) -> Matrix:
    """Large products are made in blocks of rows; the rest of the last one is lost."""
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    rows = a if len(a) < 50 else a[: len(a) // 50 * 50]
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in rows]


def matmul__small_factors_skipped(a: Matrix, b: Matrix) -> Matrix:
    """Factors near zero are taken for zero, whatever they are multiplied by."""
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    return [
        [sum(x * y for x, y in zip(row, column) if abs(x) > 1e-9) for column in zip(*b)]
        for row in a
    ]


_ring: list[Matrix] = [[] for _ in range(64)]


def matmul__results_held_in_turn(a: Matrix, b: Matrix) -> Matrix:
    """The result lies in one of 64 lists, which come round again: each is right for a while."""
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    _ring.append(_ring.pop(0))
    _ring[-1][:] = [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
    return _ring[-1]
