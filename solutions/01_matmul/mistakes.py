"""Plausible wrong ways to multiply and to transpose, each explained to the person who wrote it."""

from matmul import transpose

Matrix = list[list[float]]


def matmul__rows_are_one_list(a: Matrix, b: Matrix) -> Matrix:
    """You make the rows of the result by multiplying a list of one row, so all of them are the
    same list object: what is added to one row appears in every other."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    result = [[0.0] * len(b[0])] * len(a)
    for i in range(len(a)):
        for j in range(len(b[0])):
            for k in range(len(b)):
                result[i][j] += a[i][k] * b[k][j]
    return result


def matmul__row_made_once(a: Matrix, b: Matrix) -> Matrix:
    """You make one row before the loop and append it again and again, so the result holds the same
    list n times: every row ends up with what was computed for the last one."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    result = []
    row = [0.0] * len(b[0])
    for a_row in a:
        for j in range(len(b[0])):
            row[j] = sum(a_row[k] * b[k][j] for k in range(len(b)))
        result.append(row)
    return result


def matmul__columns_used_up(a: Matrix, b: Matrix) -> Matrix:
    """You keep the columns of b in an iterator (zip gives one), and it is used up by the first row
    of a: every later row of the result has no entries."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    columns = zip(*b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def matmul__elementwise(a: Matrix, b: Matrix) -> Matrix:
    """You multiply the entries that stand in the same place in a and b: that is the elementwise
    product, which exists only for equal shapes and is something else."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    return [[x * y for x, y in zip(a_row, b_row)] for a_row, b_row in zip(a, b)]


def matmul__rows_of_b(a: Matrix, b: Matrix) -> Matrix:
    """You multiply the rows of a with the rows of b. They are due with its columns."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    return [[sum(x * y for x, y in zip(row, other)) for other in b] for row in a]


def matmul__order_swapped(a: Matrix, b: Matrix) -> Matrix:
    """You compute b·a instead of a·b: each entry takes a row of b and a column of a, but the
    product of matrices depends on the order."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*a)] for row in b]


def matmul__result_transposed(a: Matrix, b: Matrix) -> Matrix:
    """Your entries are right but the result is lying on its side: its rows belong to the columns of
    b, and should belong to the rows of a."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    return [[sum(x * y for x, y in zip(row, column)) for row in a] for column in zip(*b)]


def matmul__as_wide_as_a(a: Matrix, b: Matrix) -> Matrix:
    """You give the result as many columns as a has. That is right only when b is square; look again
    at which of the two matrices the columns of the result come from."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    k = len(a[0])
    return [[sum(row[p] * b[p][j] for p in range(k)) for j in range(k)] for row in a]


def matmul__sums_over_rows_of_a(a: Matrix, b: Matrix) -> Matrix:
    """You sum as many products as a has rows. That is right only when a is square; the sum runs
    over the dimension that a and b have in common."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    n = len(a)
    return [[sum(row[p] * b[p][j] for p in range(n)) for j in range(len(b[0]))] for row in a]


def matmul__last_product_left_out(a: Matrix, b: Matrix) -> Matrix:
    """Your innermost loop ends one step early: the last entry of the row and the last entry of the
    column are never multiplied."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    return [
        [sum((row[p] * b[p][j] for p in range(len(b) - 1)), 0.0) for j in range(len(b[0]))]
        for row in a
    ]


def matmul__only_the_last_product(a: Matrix, b: Matrix) -> Matrix:
    """You assign each product to the entry where you should add it up, so only the last one
    survives."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    result = [[0.0] * len(b[0]) for _ in a]
    for i in range(len(a)):
        for j in range(len(b[0])):
            for k in range(len(b)):
                result[i][j] = a[i][k] * b[k][j]
    return result


def matmul__total_carried_over(a: Matrix, b: Matrix) -> Matrix:
    """You set the running total to zero once per row, so each entry starts with the total of the
    entries to the left of it."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    result = []
    for row in a:
        entries, total = [], 0.0
        for column in zip(*b):
            for x, y in zip(row, column):
                total += x * y
            entries.append(total)
        result.append(entries)
    return result


def matmul__result_kept_between_calls(
    a: Matrix,
    b: Matrix,
    result: Matrix = [],  # noqa: B006
) -> Matrix:
    """Your list for the result is made once and kept between calls (a default argument, or a list
    of the module), so the second call returns the rows of the first one as well."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    for row in a:
        result.append([sum(x * y for x, y in zip(row, column)) for column in zip(*b)])
    return result


def matmul__one_number_unwrapped(a: Matrix, b: Matrix) -> Matrix | float:
    """You return a bare number when the product has a single entry. A matrix of one row and one
    column is still a matrix: your caller should not have to ask."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    result = [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]
    return result[0][0] if len(a) == 1 and len(b[0]) == 1 else result


def matmul__rounded(a: Matrix, b: Matrix) -> Matrix:
    """You round the entries. Rounding is for printing: a product that is fed to the next layer
    needs all its digits."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    return [
        [round(float(sum(x * y for x, y in zip(row, column))), 6) for column in zip(*b)]
        for row in a
    ]


def matmul__b_transposed_in_place(a: Matrix, b: Matrix) -> Matrix:
    """You transpose b itself to get at its columns, so your caller finds a different matrix in its
    place."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    b[:] = [list(column) for column in zip(*b)]
    return [[sum(x * y for x, y in zip(row, column)) for column in b] for row in a]


def matmul__shapes_not_checked(a: Matrix, b: Matrix) -> Matrix:
    """You do not compare the shapes. What is left over on the longer side is silently ignored, so
    matrices that cannot be multiplied still give numbers."""
    columns = transpose(b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def matmul__one_inequality_checked(a: Matrix, b: Matrix) -> Matrix:
    """You refuse only one of the two ways in which the shapes can differ: rows of a that are too
    long for b. With rows that are too short, what is left over is dropped."""
    if len(a[0]) > len(b):
        raise ValueError("shapes do not fit")
    columns = transpose(b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def matmul__equal_shapes_demanded(a: Matrix, b: Matrix) -> Matrix:
    """You raise ValueError whenever a and b differ in their number of rows. A product does not ask
    for that: think again about which two numbers have to agree."""
    if len(a) != len(b) or len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    columns = transpose(b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def matmul__other_exception(a: Matrix, b: Matrix) -> Matrix:
    """You do notice shapes that do not fit, but you do not raise ValueError: an assert raises
    AssertionError (and is skipped under python -O), and an index out of range raises IndexError."""
    assert len(a[0]) == len(b), "shapes do not fit"
    columns = transpose(b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def matmul__empty_for_bad_shapes(a: Matrix, b: Matrix) -> Matrix:
    """You return an empty list for shapes that do not fit. Nobody checks for that, so the error
    comes up far from where it was made: raise it."""
    if len(a[0]) != len(b):
        return []
    columns = transpose(b)
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def matmul__recursive_dot_product(a: Matrix, b: Matrix) -> Matrix:
    """Your dot product calls itself once per entry, and Python stops at about a thousand calls
    within each other: a row can be longer than that."""
    if len(a[0]) != len(b):
        raise ValueError("shapes do not fit")
    columns = transpose(b)
    return [[_recursive_dot(row, column, 0) for column in columns] for row in a]


def _recursive_dot(row: list[float], column: list[float], k: int) -> float:
    if k == len(row):
        return 0.0
    return row[k] * column[k] + _recursive_dot(row, column, k + 1)


def transpose__tuples(a: Matrix) -> list[tuple[float, ...]]:
    """You return the rows as zip makes them, and those are tuples. They look like rows until
    somebody assigns to an entry; a matrix is a list of lists."""
    return list(zip(*a))


def transpose__not_changed(a: Matrix) -> Matrix:
    """You read the entries in the order in which you write them, so what comes back is a copy of
    the matrix: row and column have to change places."""
    return [list(row) for row in a]


def transpose__square_only(a: Matrix) -> Matrix:
    """You count rows and columns of the result as those of a. For a square matrix nobody notices;
    for any other the indices run out of range."""
    return [[a[j][i] for j in range(len(a[0]))] for i in range(len(a))]


def transpose__made_square(a: Matrix) -> Matrix:
    """You give the result as many rows and columns as a has rows. That is right for a square
    matrix; a wide one loses its columns on the right."""
    n = len(a)
    return [[a[j][i] if i < len(a[j]) else 0.0 for j in range(n)] for i in range(n)]


def transpose__rotated(a: Matrix) -> Matrix:
    """You turn the matrix by a quarter (the rows are read from the bottom up): a transpose mirrors
    it at the diagonal, so the entry in the top left corner stays where it is."""
    return [list(column) for column in zip(*a[::-1])]


def transpose__in_place(a: Matrix) -> Matrix:
    """You turn the matrix that you were given and return it, so the caller's own matrix has changed
    as well: build a new one."""
    a[:] = [list(column) for column in zip(*a)]
    return a


def transpose__single_entry_returned_as_is(a: Matrix) -> Matrix:
    """You return the argument itself where there is nothing to do. Then two names share one list,
    and a change to the result changes the original."""
    if len(a) == 1 and len(a[0]) == 1:
        return a
    return [list(column) for column in zip(*a)]


def transpose__column_flattened(a: Matrix) -> Matrix | list[float]:
    """You return a flat list for a matrix of one row. Its transpose is a column, and a column is a
    matrix too: rows of one entry each."""
    if len(a) == 1:
        return list(a[0])
    return [list(column) for column in zip(*a)]


def transpose__recursive(a: Matrix) -> Matrix:
    """You take off one column and call yourself with the rest, and Python stops at about a thousand
    calls within each other: a matrix can have more columns than that."""
    first = [row[0] for row in a]
    if len(a[0]) == 1:
        return [first]
    return [first, *transpose__recursive([row[1:] for row in a])]
