"""Plausible wrong gradients of softmax and log-softmax, each explained to whoever wrote it."""

from math import exp, log

from softmax import softmax
from softmax_backward import _check

Matrix = list[list[float]]


def _product(y: Matrix, dy: Matrix) -> Matrix:
    result = []
    for y_row, dy_row in zip(y, dy):
        mean = sum(p * g for p, g in zip(y_row, dy_row))
        result.append([p * (g - mean) for p, g in zip(y_row, dy_row)])
    return result


def _log_product(log_y: Matrix, dy: Matrix) -> Matrix:
    return [
        [g - exp(log_p) * sum(dy_row) for log_p, g in zip(log_row, dy_row)]
        for log_row, dy_row in zip(log_y, dy)
    ]


def softmax_backward__elementwise(y: Matrix, dy: Matrix) -> Matrix:
    """You treat softmax like the sigmoid, entry by entry: y(1 - y)·dy is only the diagonal of the
    Jacobian. Every output of a row depends on every input of that row."""
    _check(y, dy)
    return [[p * (1 - p) * g for p, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def softmax_backward__cross_entropy_shortcut(y: Matrix, dy: Matrix) -> Matrix:
    """You return y - dy, the well-known gradient of softmax and cross-entropy together. Here dy is
    not a one-hot label: it may be any upstream gradient, and the loss is not yours to assume."""
    _check(y, dy)
    return [[p - g for p, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def softmax_backward__upstream_ignored(y: Matrix, dy: Matrix) -> Matrix:
    """You return the derivative of each output for its own input and never use dy. A backward pass
    returns the gradient of the loss, so the upstream gradient has to enter."""
    _check(y, dy)
    return [[p * (1 - p) for p in row] for row in y]


def softmax_backward__all_ones_upstream(y: Matrix, dy: Matrix) -> Matrix:
    """You add up the rows of the Jacobian, as if the upstream gradient were all ones. That gives
    zeros, whatever y is: the outputs always sum to 1, so their sum cannot change."""
    _check(y, dy)
    return [[p * (1 - sum(row)) for p in row] for row in y]


def softmax_backward__outer_factor_missing(y: Matrix, dy: Matrix) -> Matrix:
    """You subtract the weighted sum from the upstream gradient and stop there: an input whose
    probability is nearly 0 would get as much gradient as one whose probability is large."""
    _check(y, dy)
    result = []
    for y_row, dy_row in zip(y, dy):
        mean = sum(p * g for p, g in zip(y_row, dy_row))
        result.append([g - mean for g in dy_row])
    return result


def softmax_backward__plain_sum(y: Matrix, dy: Matrix) -> Matrix:
    """You subtract the plain sum of the upstream gradients of the row. In the sum over the
    Jacobian's row each of them comes with a factor."""
    _check(y, dy)
    return [[p * (g - sum(dy_row)) for p, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def softmax_backward__plain_mean(y: Matrix, dy: Matrix) -> Matrix:
    """You subtract the plain mean of the upstream gradients of the row. You need a mean, but not
    one in which every column counts the same."""
    _check(y, dy)
    return [
        [p * (g - sum(dy_row) / len(dy_row)) for p, g in zip(y_row, dy_row)]
        for y_row, dy_row in zip(y, dy)
    ]


def softmax_backward__sum_over_batch(y: Matrix, dy: Matrix) -> Matrix:
    """You add up the products over the whole matrix. The samples of a batch know nothing of each
    other: the sum belongs to one row, and yours is right for a batch of one only."""
    _check(y, dy)
    total = sum(p * g for y_row, dy_row in zip(y, dy) for p, g in zip(y_row, dy_row))
    return [[p * (g - total) for p, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def softmax_backward__sum_over_column(y: Matrix, dy: Matrix) -> Matrix:
    """You add up the products down each column, over the batch. Softmax runs along the rows, and so
    does the sum in its gradient."""
    _check(y, dy)
    totals = [sum(y_row[j] * dy_row[j] for y_row, dy_row in zip(y, dy)) for j in range(len(y[0]))]
    return [
        [p * (g - total) for p, g, total in zip(y_row, dy_row, totals)]
        for y_row, dy_row in zip(y, dy)
    ]


def softmax_backward__first_row_sum(y: Matrix, dy: Matrix) -> Matrix:
    """You compute the weighted sum once, from the first row, and use it for every row: right for a
    batch of one only."""
    _check(y, dy)
    mean = sum(p * g for p, g in zip(y[0], dy[0]))
    return [[p * (g - mean) for p, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def softmax_backward__sign(y: Matrix, dy: Matrix) -> Matrix:
    """You have every term, but with the opposite sign: the result points the other way, and
    training with it would climb."""
    _check(y, dy)
    return [[-g for g in row] for row in _product(y, dy)]


def softmax_backward__off_diagonal_sign(y: Matrix, dy: Matrix) -> Matrix:
    """The diagonal of your Jacobian is right, but the other entries have the wrong sign: when one
    input grows, the other outputs of the row must shrink."""
    _check(y, dy)
    result = []
    for y_row, dy_row in zip(y, dy):
        columns = range(len(y_row))
        jacobian = [
            [y_row[i] * (1 - y_row[i]) if i == j else y_row[i] * y_row[j] for j in columns]
            for i in columns
        ]
        result.append([sum(jacobian[i][j] * dy_row[j] for j in columns) for i in columns])
    return result


def softmax_backward__diagonal_too_large(y: Matrix, dy: Matrix) -> Matrix:
    """The diagonal of your Jacobian is y alone. The input of a column also appears in the
    denominator, and that part of the derivative is missing."""
    _check(y, dy)
    result = []
    for y_row, dy_row in zip(y, dy):
        columns = range(len(y_row))
        result.append(
            [
                y_row[i] * dy_row[i]
                - y_row[i] * sum(y_row[j] * dy_row[j] for j in columns if j != i)
                for i in columns
            ]
        )
    return result


def softmax_backward__off_diagonal_only(y: Matrix, dy: Matrix) -> Matrix:
    """You sum over the other columns only: the derivative of an output for its own input, the
    diagonal of the Jacobian, never enters."""
    _check(y, dy)
    result = []
    for y_row, dy_row in zip(y, dy):
        total = sum(p * g for p, g in zip(y_row, dy_row))
        result.append([p * (p * g - total) for p, g in zip(y_row, dy_row)])
    return result


def softmax_backward__softmax_of_y(y: Matrix, dy: Matrix) -> Matrix:
    """You apply softmax to y before you use it. But y is the output of softmax already, not its
    input."""
    _check(y, dy)
    return _product(softmax(y), dy)


def softmax_backward__divided_by_batch(y: Matrix, dy: Matrix) -> Matrix:
    """You divide by the number of rows. The mean over a batch belongs to the loss; if there is one,
    its 1/n has already come in with dy."""
    _check(y, dy)
    return [[g / len(y) for g in row] for row in _product(y, dy)]


def softmax_backward__label_column_only(y: Matrix, dy: Matrix) -> Matrix:
    """You use the upstream gradient of one column of each row, the one where it is largest in size,
    as if it were a label's. Other columns of dy matter just as much."""
    _check(y, dy)
    result = []
    for y_row, dy_row in zip(y, dy):
        sizes = [abs(g) for g in dy_row]
        k = sizes.index(max(sizes))
        result.append([dy_row[k] * y_row[k] * ((j == k) - p) for j, p in enumerate(y_row)])
    return result


def softmax_backward__square_only(y: Matrix, dy: Matrix) -> Matrix:
    """You take the number of columns from the number of rows: with more columns than rows your sum
    stops early, and with fewer there is no such column."""
    _check(y, dy)
    result = []
    for y_row, dy_row in zip(y, dy):
        mean = sum(y_row[j] * dy_row[j] for j in range(len(y)))
        result.append([p * (g - mean) for p, g in zip(y_row, dy_row)])
    return result


def softmax_backward__logarithm_of_zero(y: Matrix, dy: Matrix) -> Matrix:
    """You go through log(y). Softmax underflows to exactly 0 for a logit that is far below the
    others, and there the logarithm raises an error."""
    _check(y, dy)
    log_y = [[log(p) for p in row] for row in y]
    dlog = [[p * g for p, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]
    return _log_product(log_y, dlog)


def softmax_backward__divides_by_y(y: Matrix, dy: Matrix) -> Matrix:
    """You divide by y on the way. Softmax underflows to exactly 0 for a logit that is far below the
    others, and there the division raises an error."""
    _check(y, dy)
    result = []
    for y_row, dy_row in zip(y, dy):
        flow = [p * g for p, g in zip(y_row, dy_row)]
        result.append([p * (f / p - sum(flow)) for p, f in zip(y_row, flow)])
    return result


def softmax_backward__clipped(y: Matrix, dy: Matrix) -> Matrix:
    """You keep y away from 0 and 1 by a small epsilon. That helps with logarithms and divisions,
    but this gradient has none, and the nudge makes it inexact."""
    _check(y, dy)
    clipped = [[min(max(p, 1e-7), 1 - 1e-7) for p in row] for row in y]
    return _product(clipped, dy)


def softmax_backward__rounded(y: Matrix, dy: Matrix) -> Matrix:
    """You round the result to six decimals. A gradient is not for reading, and every layer below
    loses the digits that you round away."""
    _check(y, dy)
    return [[round(g, 6) for g in row] for row in _product(y, dy)]


def softmax_backward__upstream_overwritten(y: Matrix, dy: Matrix) -> Matrix:
    """You compute the result inside dy's own rows. The caller's upstream gradient is destroyed, and
    the result shares its rows."""
    _check(y, dy)
    for dy_row, row in zip(dy, _product(y, dy)):
        dy_row[:] = row
    return dy


def softmax_backward__shapes_unchecked(y: Matrix, dy: Matrix) -> Matrix:
    """You do not compare the shapes of y and dy. What is left over on the longer side is silently
    ignored, so a wrong call gives a wrong result instead of an error."""
    return _product(y, dy)


def softmax_backward__columns_unchecked(y: Matrix, dy: Matrix) -> Matrix:
    """You compare the number of rows of y and dy but not the number of columns, so rows of unequal
    length are silently cut to the shorter one."""
    if len(y) != len(dy):
        raise ValueError("y and dy differ in rows")
    return _product(y, dy)


def softmax_backward__rows_unchecked(y: Matrix, dy: Matrix) -> Matrix:
    """You compare the lengths of the rows of y and dy but not their number, so the surplus rows are
    silently dropped."""
    if len(y[0]) != len(dy[0]):
        raise ValueError("y and dy differ in columns")
    return _product(y, dy)


def softmax_backward__asserted(y: Matrix, dy: Matrix) -> Matrix:
    """You check the shapes with assert. That raises AssertionError, and nothing at all under python
    -O. Wrong shapes from a caller are a ValueError."""
    assert len(y) == len(dy) and len(y[0]) == len(dy[0])
    return _product(y, dy)


def log_softmax_backward__log_for_probability(log_y: Matrix, dy: Matrix) -> Matrix:
    """You multiply by log_y itself where a probability belongs. The argument is the logarithm of
    softmax."""
    _check(log_y, dy)
    return [
        [g - log_p * sum(dy_row) for log_p, g in zip(log_row, dy_row)]
        for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__sums_to_one(log_y: Matrix, dy: Matrix) -> Matrix:
    """You subtract the probabilities from dy as they are. That is right only when the upstream
    gradients of a row happen to sum to 1, as in a one-hot row."""
    _check(log_y, dy)
    return [
        [g - exp(log_p) for log_p, g in zip(log_row, dy_row)] for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__log_cross_entropy_shortcut(log_y: Matrix, dy: Matrix) -> Matrix:
    """You return softmax minus dy, the gradient of the whole cross-entropy loss. Here dy is not a
    one-hot label: it may be any upstream gradient, and its sum need not be -1."""
    _check(log_y, dy)
    return [
        [exp(log_p) - g for log_p, g in zip(log_row, dy_row)] for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__weighted_sum(log_y: Matrix, dy: Matrix) -> Matrix:
    """You weight the upstream gradients with the probabilities before you sum them. That sum
    belongs to softmax; the derivative of the logarithm has divided the weight away."""
    _check(log_y, dy)
    result = []
    for log_row, dy_row in zip(log_y, dy):
        y_row = [exp(log_p) for log_p in log_row]
        total = sum(p * g for p, g in zip(y_row, dy_row))
        result.append([g - p * total for p, g in zip(y_row, dy_row)])
    return result


def log_softmax_backward__softmax_formula(log_y: Matrix, dy: Matrix) -> Matrix:
    """You give the gradient of softmax, not of its logarithm: the outer derivative of the log is
    missing."""
    _check(log_y, dy)
    return _product([[exp(log_p) for log_p in row] for row in log_y], dy)


def log_softmax_backward__log_elementwise(log_y: Matrix, dy: Matrix) -> Matrix:
    """You go entry by entry: (1 - softmax)·dy is only the diagonal of the Jacobian. Every output of
    a row depends on every input of that row."""
    _check(log_y, dy)
    return [
        [g * (1 - exp(log_p)) for log_p, g in zip(log_row, dy_row)]
        for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__second_term_missing(log_y: Matrix, dy: Matrix) -> Matrix:
    """You pass dy straight on. The logarithm of the sum, which log-softmax subtracts from every
    entry, depends on the inputs as well."""
    _check(log_y, dy)
    return [list(row) for row in dy]


def log_softmax_backward__log_plain_mean(log_y: Matrix, dy: Matrix) -> Matrix:
    """You subtract the mean of the row's upstream gradients from each of them, as if every column
    had the same probability."""
    _check(log_y, dy)
    return [[g - sum(row) / len(row) for g in row] for row in dy]


def log_softmax_backward__log_sum_over_batch(log_y: Matrix, dy: Matrix) -> Matrix:
    """You add up the upstream gradients of the whole matrix. The sum belongs to one row, and yours
    is right for a batch of one only."""
    _check(log_y, dy)
    total = sum(map(sum, dy))
    return [
        [g - exp(log_p) * total for log_p, g in zip(log_row, dy_row)]
        for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__log_sum_over_column(log_y: Matrix, dy: Matrix) -> Matrix:
    """You add up the upstream gradients down each column, over the batch. Log-softmax runs along
    the rows, and so does the sum in its gradient."""
    _check(log_y, dy)
    totals = [sum(column) for column in zip(*dy)]
    return [
        [g - exp(log_p) * total for log_p, g, total in zip(log_row, dy_row, totals)]
        for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__sum_used_up(log_y: Matrix, dy: Matrix) -> Matrix:
    """You start the running sum once, before the loop over the rows, so every row inherits what the
    rows above it have added up."""
    _check(log_y, dy)
    result = []
    total = 0.0
    for log_row, dy_row in zip(log_y, dy):
        for g in dy_row:
            total += g
        result.append([g - exp(log_p) * total for log_p, g in zip(log_row, dy_row)])
    return result


def log_softmax_backward__log_sign(log_y: Matrix, dy: Matrix) -> Matrix:
    """You have both terms, but each with the opposite sign: the result points the other way, and
    training with it would climb."""
    _check(log_y, dy)
    return [[-g for g in row] for row in _log_product(log_y, dy)]


def log_softmax_backward__added(log_y: Matrix, dy: Matrix) -> Matrix:
    """You add the second term instead of subtracting it: the logarithm of the sum enters
    log-softmax with a minus."""
    _check(log_y, dy)
    return [
        [g + exp(log_p) * sum(dy_row) for log_p, g in zip(log_row, dy_row)]
        for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__log_divided_by_batch(log_y: Matrix, dy: Matrix) -> Matrix:
    """You divide by the number of rows. The mean over a batch belongs to the loss; if there is one,
    its 1/n has already come in with dy."""
    _check(log_y, dy)
    return [[g / len(log_y) for g in row] for row in _log_product(log_y, dy)]


def log_softmax_backward__reciprocal_of_exp(log_y: Matrix, dy: Matrix) -> Matrix:
    """You recover the probability as 1/e^(-log_y). For log-probabilities below about -709 that
    power is larger than any float, and exp raises OverflowError."""
    _check(log_y, dy)
    return [
        [g - sum(dy_row) / exp(-log_p) for log_p, g in zip(log_row, dy_row)]
        for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__clamped(log_y: Matrix, dy: Matrix) -> Matrix:
    """You keep log_y above a floor, to avoid an underflow. The underflow to 0 is right, and with
    the floor every such column gets a gradient that it should not get."""
    _check(log_y, dy)
    clamped = [[max(log_p, -15.0) for log_p in row] for row in log_y]
    return _log_product(clamped, dy)


def log_softmax_backward__short_e(log_y: Matrix, dy: Matrix) -> Matrix:
    """You write out e with a few digits, and no power of it can be more exact than that. The math
    module has all the digits."""
    _check(log_y, dy)
    return [
        [g - 2.71828**log_p * sum(dy_row) for log_p, g in zip(log_row, dy_row)]
        for log_row, dy_row in zip(log_y, dy)
    ]


def log_softmax_backward__log_upstream_overwritten(log_y: Matrix, dy: Matrix) -> Matrix:
    """You compute the result inside dy's own rows. The caller's upstream gradient is destroyed, and
    the result shares its rows."""
    _check(log_y, dy)
    for dy_row, row in zip(dy, _log_product(log_y, dy)):
        dy_row[:] = row
    return dy


def log_softmax_backward__log_shapes_unchecked(log_y: Matrix, dy: Matrix) -> Matrix:
    """You do not compare the shapes of log_y and dy. What is left over on the longer side is
    silently ignored, so a wrong call gives a wrong result instead of an error."""
    return _log_product(log_y, dy)


def log_softmax_backward__log_columns_unchecked(log_y: Matrix, dy: Matrix) -> Matrix:
    """You compare the number of rows of log_y and dy but not the number of columns, so rows of
    unequal length are silently cut to the shorter one."""
    if len(log_y) != len(dy):
        raise ValueError("log_y and dy differ in rows")
    return _log_product(log_y, dy)
