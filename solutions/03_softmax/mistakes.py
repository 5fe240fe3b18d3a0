"""Plausible wrong softmaxes, each explained to the person who wrote it."""

from collections.abc import Iterator
from math import exp, log, log1p, log2

from softmax import _log_softmax, _shifted, _softmax

Vector = list[float]
Matrix = list[list[float]]


def softmax__no_shift(z: Matrix) -> Matrix:
    """You take the exponentials as the formula has them. Above about 709 exp raises OverflowError,
    and if a whole row is below -745 you divide 0 by 0."""
    return [[exp(x) / sum(exp(other) for other in row) for x in row] for row in z]


def softmax__largest_of_matrix(z: Matrix) -> Matrix:
    """You subtract the largest value of the whole matrix. A row that lies thousands below it
    underflows to zeros altogether, and then there is nothing to divide by: rows are independent."""
    largest = max(max(row) for row in z)
    return [_softmax([x - largest for x in row]) for row in z]


def softmax__largest_of_first_row(z: Matrix) -> Matrix:
    """You find the largest value once, in the first row, and subtract it from all of them. A later
    row may lie thousands above or below it."""
    largest = max(z[0])
    return [_softmax([x - largest for x in row]) for row in z]


def softmax__largest_row(z: Matrix) -> Matrix:
    """You take max of the matrix and then max of that. max compares lists by their first entries,
    so it finds a row that need not hold the largest value, and overflow is back."""
    largest = max(max(z))
    return [_softmax([x - largest for x in row]) for row in z]


def softmax__first_entry_subtracted(z: Matrix) -> Matrix:
    """You subtract the first entry of the row. Any constant may be subtracted on paper, but not
    every one makes sure that no exponent is positive."""
    return [_softmax([x - row[0] for x in row]) for row in z]


def softmax__smallest_subtracted(z: Matrix) -> Matrix:
    """Your largest exponent is the spread of the row, as when its smallest entry is subtracted: a
    spread of 710 overflows. Subtract the largest entry, and no exponent is above 0."""
    return [_softmax([x - min(row) for x in row]) for row in z]


def softmax__mean_subtracted(z: Matrix) -> Matrix:
    """You subtract the mean of the row. That centres the entries but does not bound them: the
    largest can still lie more than 709 above the mean."""
    return [_softmax([x - sum(row) / len(row) for x in row]) for row in z]


def softmax__largest_magnitude_subtracted(z: Matrix) -> Matrix:
    """You subtract the largest absolute value of the row. For a row of large negative entries that
    pushes them further down, until all their exponentials are 0."""
    return [_softmax([x - max(abs(other) for other in row) for x in row]) for row in z]


def softmax__divided_by_largest(z: Matrix) -> Matrix:
    """You divide the row by its largest absolute value to keep it small. Softmax does not change
    when a constant is added to a row, but scaling changes it."""
    return [_softmax([x / (max(abs(other) for other in row) or 1) for x in row]) for row in z]


def softmax__z_clipped(z: Matrix) -> Matrix:
    """You clip the logits before the exponential. It does not overflow any more, but logits beyond
    the bound have become equal, and so have their probabilities."""
    return [_softmax([max(-500.0, min(500.0, x)) for x in row]) for row in z]


def softmax__by_columns(z: Matrix) -> Matrix:
    """You normalise every column. A sample is a row, so each row has to sum to 1."""
    columns = [_softmax(_shifted(list(column))) for column in zip(*z)]
    return [list(row) for row in zip(*columns)]


def softmax__sum_of_matrix(z: Matrix) -> Matrix:
    """You divide by the sum of all exponentials of the matrix, so the whole result sums to 1 and
    not each row of it. With a batch of one nobody notices."""
    exps = [[exp(x) for x in _shifted(row)] for row in z]
    total = sum(sum(row) for row in exps)
    return [[e / total for e in row] for row in exps]


def softmax__total_not_reset(z: Matrix) -> Matrix:
    """You set the total to zero before the loop over the rows and not inside it, so each row is
    divided by its own sum plus those of all the rows above."""
    result, total = [], 0.0
    for row in z:
        exps = [exp(x) for x in _shifted(row)]
        total += sum(exps)
        result.append([e / total for e in exps])
    return result


def softmax__generator_used_up(z: Matrix) -> Matrix:
    """You keep the exponentials in a generator. sum consumes it, so nothing is left to divide and
    the rows come back empty."""
    result = []
    for row in z:
        exps = _exponentials(row)
        total = sum(exps)
        result.append([e / total for e in exps])
    return result


def _exponentials(row: Vector) -> Iterator[float]:
    return (exp(x) for x in _shifted(row))


def softmax__no_exponential(z: Matrix) -> Matrix:
    """You divide the entries by their sum without taking exponentials. The results sum to 1, but
    negative logits give negative probabilities."""
    return [[x / (sum(row) or 1) for x in row] for row in z]


def softmax__not_normalised(z: Matrix) -> Matrix:
    """You return the exponentials of the shifted logits and never divide: the largest of each row
    is 1, and the row does not sum to 1."""
    return [[exp(x) for x in _shifted(row)] for row in z]


def softmax__hardmax(z: Matrix) -> Matrix:
    """You give all the weight to the largest entry. That is argmax as one-hot; softmax gives every
    entry a share."""
    return [[float(j == row.index(max(row))) for j in range(len(row))] for row in z]


def softmax__epsilon_in_denominator(z: Matrix) -> Matrix:
    """You add a small constant to the denominator so as not to divide by zero. After the shift one
    exponential is 1, so the sum cannot vanish: the constant only makes the result less exact."""
    return [[exp(x) / (sum(map(exp, row)) + 1e-7) for x in row] for row in map(_shifted, z)]


def softmax__rounded(z: Matrix) -> Matrix:
    """You round the results, so the rows do not quite sum to 1 and small probabilities vanish.
    Rounding is for printing."""
    return [[round(p, 6) for p in _softmax(_shifted(row))] for row in z]


def softmax__in_place(z: Matrix) -> Matrix:
    """You subtract the largest entry in the row that you were given, so the caller's logits have
    changed: make a new row."""
    result = []
    for row in z:
        largest = max(row)
        for j in range(len(row)):
            row[j] -= largest
        result.append(_softmax(row))
    return result


def softmax__result_reused(z: Matrix, result: Matrix = []) -> Matrix:  # noqa: B006
    """You keep one list for the result and fill it again at each call, so a second call changes the
    first one's result."""
    result[:] = [_softmax(_shifted(row)) for row in z]
    return result


def softmax__tuples(z: Matrix) -> list[tuple[float, ...]]:
    """You return the rows as tuples. They look like rows until somebody assigns to an entry; a
    matrix is a list of lists."""
    return [tuple(_softmax(_shifted(row))) for row in z]


def softmax__shift_absorbs_the_log(z: Matrix) -> Matrix:
    """You take e^(x − (max + log Σ)). Beside a large maximum the log Σ is lost to rounding, and the
    row no longer sums to 1: subtract the maximum first, by itself."""
    return [[exp(v) for v in row] for row in log_softmax__shift_absorbs_the_log(z)]


def log_softmax__shift_absorbs_the_log(z: Matrix) -> Matrix:
    """You add the maximum and log Σ before you subtract them. Beside a large maximum the log Σ is
    lost to rounding: subtract the maximum first, then log Σ."""
    totals = [max(row) + log(sum(exp(x - max(row)) for x in row)) for row in z]
    return [[x - total for x in row] for row, total in zip(z, totals)]


def log_softmax__total_of_first_row(z: Matrix) -> Matrix:
    """You compute the log of the sum for the first row and subtract it in every row. Each row has a
    sum of its own."""
    total = log(sum(exp(x) for x in _shifted(z[0])))
    return [[x - total for x in _shifted(row)] for row in z]


def log_softmax__log_of_softmax(z: Matrix) -> Matrix:
    """You compute softmax first and take its logarithm. Where softmax underflows to 0 there is no
    logarithm, although the answer is an ordinary number."""
    return [[log(p) for p in _softmax(_shifted(row))] for row in z]


def log_softmax__epsilon_in_log(z: Matrix) -> Matrix:
    """You add a small constant before the logarithm so that it never sees a 0. That sets a floor
    under all results: a logit 1000 below the others gives about -28 instead of -1000."""
    return [[log(p + 1e-12) for p in _softmax(_shifted(row))] for row in z]


def log_softmax__floor_in_log(z: Matrix) -> Matrix:
    """You replace probabilities that are too small by a tiny number before the logarithm, so no
    result is below about -709, however far below the others a logit lies."""
    return [[log(max(p, 1e-308)) for p in _softmax(_shifted(row))] for row in z]


def log_softmax__log_of_unshifted_sum(z: Matrix) -> Matrix:
    """You take the logarithm of the sum of the exponentials as they are. Above about 709 exp raises
    OverflowError, and below -745 all of them are 0 and the logarithm fails."""
    return [[x - log(sum(exp(other) for other in row)) for x in row] for row in z]


def log_softmax__logs_shifted_by_matrix(z: Matrix) -> Matrix:
    """You subtract the largest value of the whole matrix. A row that lies thousands below it
    underflows to zeros altogether, and its sum has no logarithm: rows are independent."""
    largest = max(max(row) for row in z)
    return [_log_softmax([x - largest for x in row]) for row in z]


def log_softmax__logs_shifted_by_magnitude(z: Matrix) -> Matrix:
    """You subtract the largest absolute value of the row. For a row of large negative entries that
    pushes them further down, until their sum has no logarithm."""
    return [_log_softmax([x - max(abs(other) for other in row) for x in row]) for row in z]


def log_softmax__log_forgotten(z: Matrix) -> Matrix:
    """You return softmax itself. Return its logarithm, which is never positive."""
    return [_softmax(_shifted(row)) for row in z]


def log_softmax__shifted_once(z: Matrix) -> Matrix:
    """You shift the logits inside the sum, but not the logit from which you subtract its logarithm:
    both have to be measured from the same zero."""
    return [[x - log(sum(exp(other - max(row)) for other in row)) for x in row] for row in z]


def log_softmax__shifted_twice(z: Matrix) -> Matrix:
    """You subtract the largest logit from a row that is shifted already, so all results are too
    small by it. Where the largest logit is 0 nobody notices."""
    return [[x - max(row) for x in _log_softmax(_shifted(row))] for row in z]


def log_softmax__log_left_out(z: Matrix) -> Matrix:
    """You subtract the sum of the exponentials itself. Subtract its logarithm."""
    return [[x - sum(map(exp, row)) for x in row] for row in map(_shifted, z)]


def log_softmax__sum_left_out_where_it_underflows(z: Matrix) -> Matrix:
    """Where softmax is 0 to the last digit you return z − max. The logarithm of the sum is missing
    there; subtract it everywhere, and no case is special."""
    return [
        [x if exp(x) == 0 else x - log(sum(map(exp, row))) for x in row] for row in map(_shifted, z)
    ]


def log_softmax__one_added(z: Matrix) -> Matrix:
    """You use log1p, which adds 1, on a sum that holds the largest entry's exponential already: it
    is counted twice."""
    return [[x - log1p(sum(map(exp, row))) for x in row] for row in map(_shifted, z)]


def log_softmax__base_two(z: Matrix) -> Matrix:
    """You take the logarithm to base 2. The exponentials have base e, and so must their
    logarithm."""
    return [[x - log2(sum(map(exp, row))) for x in row] for row in map(_shifted, z)]


def log_softmax__logs_by_columns(z: Matrix) -> Matrix:
    """You normalise every column. A sample is a row, so the exponentials of each row have to sum to
    1."""
    columns = [_log_softmax(_shifted(list(column))) for column in zip(*z)]
    return [list(row) for row in zip(*columns)]


def log_softmax__sign_flipped(z: Matrix) -> Matrix:
    """You return the negative of the logarithm. The loss takes the minus later; logarithms of
    probabilities are never positive."""
    return [[-x for x in _log_softmax(_shifted(row))] for row in z]


def log_softmax__logits_overwritten(z: Matrix) -> Matrix:
    """You subtract in the row that you were given, so the caller's logits have changed: make a new
    row."""
    for row in z:
        row[:] = _log_softmax(_shifted(row))
    return z
