"""Plausible wrong sigmoids and gradients, each explained to the person who wrote it."""

from math import exp, pow, tanh

from sigmoid import _sigmoid

Matrix = list[list[float]]


def sigmoid__formula_as_it_stands(z: Matrix) -> Matrix:
    """You compute 1/(1 + e^-z) as it is written. For z below about -709 the power is larger than
    any float, and exp raises OverflowError."""
    return [[1 / (1 + exp(-x)) for x in row] for row in z]


def sigmoid__other_formula_as_it_stands(z: Matrix) -> Matrix:
    """You compute e^z/(1 + e^z), the same function in another form. For z above about 709 the power
    is larger than any float, and exp raises OverflowError."""
    return [[exp(x) / (1 + exp(x)) for x in row] for row in z]


def sigmoid__branches_swapped(z: Matrix) -> Matrix:
    """You have both forms of the sigmoid, but each serves the side on which its power overflows:
    exp should only ever see numbers that are not positive."""
    return [[exp(x) / (1 + exp(x)) if x >= 0 else 1 / (1 + exp(-x)) for x in row] for row in z]


def sigmoid__overflow_taken_for_zero(z: Matrix) -> Matrix:
    """You catch the OverflowError of e^z/(1 + e^z) and answer 0. But e^z overflows for large
    positive z, and that is not the end at which the sigmoid vanishes."""
    return [[_caught(x) for x in row] for row in z]


def _caught(x: float) -> float:
    try:
        return exp(x) / (1 + exp(x))
    except OverflowError:
        return 0.0


def sigmoid__sign_lost(z: Matrix) -> Matrix:
    """You compute 1/(1 + e^z): the exponent has lost its minus, and the curve falls where it should
    rise."""
    return [[_sigmoid(-x) for x in row] for row in z]


def sigmoid__absolute_value(z: Matrix) -> Matrix:
    """You take the absolute value to keep the power small, which is right for positive z; for
    negative z it gives the value of the other side, never below 1/2."""
    return [[1 / (1 + exp(-abs(x))) for x in row] for row in z]


def sigmoid__brackets_missing(z: Matrix) -> Matrix:
    """You divide 1 by 1 and then add the power: without brackets 1/1 + e^-z is not the reciprocal
    of the whole sum."""
    return [[1 / 1 + exp(-max(x, -700.0)) for x in row] for row in z]


def sigmoid__tanh_instead(z: Matrix) -> Matrix:
    """You return tanh(z), the sigmoid's relative with values between -1 and 1: it needs to be
    squeezed and shifted to become the logistic function."""
    return [[tanh(x) for x in row] for row in z]


def sigmoid__by_tanh(z: Matrix) -> Matrix:
    """You compute (1 + tanh(z/2))/2. On paper it is the same, but for z below about -17 it
    subtracts two numbers that agree in nearly all their digits, and below -38 it is exactly 0."""
    return [[(1 + tanh(x / 2)) / 2 for x in row] for row in z]


def sigmoid__one_minus(z: Matrix) -> Matrix:
    """You compute the negative side as 1 - sigmoid(-z). On paper it is the same, but the difference
    of two numbers near 1 has lost the digits that make up a tiny sigmoid."""
    return [[1 / (1 + exp(-x)) if x >= 0 else 1 - 1 / (1 + exp(x)) for x in row] for row in z]


def sigmoid__z_clipped(z: Matrix) -> Matrix:
    """You clip z to ±500 before the exponential. It does not overflow any more, but below -500 all
    results are the same: at -700 yours is larger by 86 powers of ten."""
    return [[_sigmoid(max(-500.0, min(500.0, x))) for x in row] for row in z]


def sigmoid__y_clipped(z: Matrix) -> Matrix:
    """You keep the result away from 0 and 1 by a small constant. That helps a caller who takes its
    logarithm carelessly, but it is not the sigmoid, which goes on falling below 1e-12."""
    return [[max(1e-12, min(1 - 1e-12, _sigmoid(x))) for x in row] for row in z]


def sigmoid__cut_off(z: Matrix) -> Matrix:
    """You answer 0 for z below some bound, because the result is so small. Small is not zero: a
    float has room for e^-700, and a logarithm taken later will need it."""
    return [[0.0 if x < -100 else _sigmoid(x) for x in row] for row in z]


def sigmoid__e_of_few_digits(z: Matrix) -> Matrix:
    """You raise a number typed in by hand, 2.718281828, to the power z. Its error in the tenth
    decimal place is multiplied by z: take e from the library."""
    return [[_by_power(x) for x in row] for row in z]


def _by_power(x: float) -> float:
    if x >= 0:
        return 1 / (1 + pow(2.718281828, -x))
    return pow(2.718281828, x) / (1 + pow(2.718281828, x))


def sigmoid__rounded(z: Matrix) -> Matrix:
    """You round the results. Rounding is for printing: what is fed to the next layer needs all its
    digits."""
    return [[round(_sigmoid(x), 6) for x in row] for row in z]


def sigmoid__zero_falls_through(z: Matrix) -> Matrix:
    """Your sigmoid of 0 is 0, as where branches handle z > 0 and z < 0 and none the value between.
    It is 1/2: the curve crosses the axis there."""
    result = [[0.0] * len(row) for row in z]
    for i, row in enumerate(z):
        for j, x in enumerate(row):
            if x > 0 or x < 0:
                result[i][j] = _sigmoid(x)
    return result


def sigmoid__in_place(z: Matrix) -> Matrix:
    """You write the results into the matrix that you were given, so the caller has lost z: build a
    new one."""
    for row in z:
        for j, x in enumerate(row):
            row[j] = _sigmoid(x)
    return z


def sigmoid__flattened(z: Matrix) -> list[float]:
    """You return one flat list of all the entries: the result has to keep the rows of z."""
    return [_sigmoid(x) for row in z for x in row]


def sigmoid__first_row_only(z: Matrix) -> Matrix:
    """You apply the function to the first row and forget the rest of the batch: every row of z is a
    sample."""
    return [[_sigmoid(x) for x in z[0]]]


def sigmoid_backward__y_taken_for_z(y: Matrix, dy: Matrix) -> Matrix:
    """You apply the sigmoid to y once more. But y is already its output, and the output alone gives
    the derivative."""
    _check(y, dy)
    return [
        [g * _sigmoid(s) * (1 - _sigmoid(s)) for s, g in zip(y_row, dy_row)]
        for y_row, dy_row in zip(y, dy)
    ]


def sigmoid_backward__upstream_ignored(y: Matrix, dy: Matrix) -> Matrix:
    """You return the derivative of the sigmoid alone and never use dy: the chain rule multiplies it
    by the gradient that comes from above."""
    _check(y, dy)
    return [[s * (1 - s) for s in row] for row in y]


def sigmoid_backward__upstream_alone(y: Matrix, dy: Matrix) -> Matrix:
    """You hand on the gradient from above as it is: the slope of the sigmoid itself is missing."""
    _check(y, dy)
    return [list(row) for row in dy]


def sigmoid_backward__one_factor_missing(y: Matrix, dy: Matrix) -> Matrix:
    """You multiply dy with y, and that is only one of the two factors of the slope: near y = 1 the
    curve is flat, and your gradient is at its largest."""
    _check(y, dy)
    return [[g * s for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def sigmoid_backward__other_factor_missing(y: Matrix, dy: Matrix) -> Matrix:
    """You multiply dy with 1 - y, and that is only one of the two factors of the slope: near y = 0
    the curve is flat, and your gradient is at its largest."""
    _check(y, dy)
    return [[g * (1 - s) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def sigmoid_backward__slope_of_tanh(y: Matrix, dy: Matrix) -> Matrix:
    """You use 1 - y², the slope of tanh. The logistic function has another slope: at y = 1/2 it is
    1/4."""
    _check(y, dy)
    return [[g * (1 - s * s) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def sigmoid_backward__sign_flipped(y: Matrix, dy: Matrix) -> Matrix:
    """Your gradient has the wrong sign: the sigmoid rises everywhere, so dz has the sign of dy."""
    _check(y, dy)
    return [[g * s * (s - 1) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def sigmoid_backward__arguments_swapped(y: Matrix, dy: Matrix) -> Matrix:
    """You have the two arguments the wrong way round: you compute the slope from dy and multiply it
    by y."""
    _check(y, dy)
    return [[s * g * (1 - g) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]


def sigmoid_backward__averaged(y: Matrix, dy: Matrix) -> Matrix:
    """You divide by the number of rows. The average belongs to the loss, which has put its 1/n into
    dy already; with a batch of one nobody notices."""
    _check(y, dy)
    return [
        [g * s * (1 - s) / len(y) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)
    ]


def sigmoid_backward__saturation_nudged(y: Matrix, dy: Matrix) -> Matrix:
    """You keep y away from 0 and 1 by a small constant so that the gradient never vanishes. Where
    the sigmoid has saturated the gradient is 0, and a made-up one is not better."""
    _check(y, dy)
    eps = 1e-7
    return [
        [g * max(s, eps) * max(1 - s, eps) for s, g in zip(y_row, dy_row)]
        for y_row, dy_row in zip(y, dy)
    ]


def sigmoid_backward__upstream_overwritten(y: Matrix, dy: Matrix) -> Matrix:
    """You multiply the slope into dy itself and return it, so the caller's upstream gradient is
    gone: build a new matrix."""
    _check(y, dy)
    for y_row, dy_row in zip(y, dy):
        for j, s in enumerate(y_row):
            dy_row[j] *= s * (1 - s)
    return dy


def sigmoid_backward__rows_are_one_list(y: Matrix, dy: Matrix) -> Matrix:
    """You make the rows of the result by multiplying a list of one row, so all of them are the same
    list object and end up with the values of the last."""
    _check(y, dy)
    result = [[0.0] * len(y[0])] * len(y)
    for i, row in enumerate(y):
        for j, s in enumerate(row):
            result[i][j] = dy[i][j] * s * (1 - s)
    return result


def sigmoid_backward__shapes_not_checked(y: Matrix, dy: Matrix) -> Matrix:
    """You do not compare the shapes. What is left over on the longer side is silently ignored, so a
    gradient of a different shape still gives numbers."""
    return _product(y, dy)


def sigmoid_backward__only_rows_counted(y: Matrix, dy: Matrix) -> Matrix:
    """You compare the number of rows but not the number of columns, so a dy that is wider or
    narrower than y gets through."""
    if len(y) != len(dy):
        raise ValueError("shapes differ")
    return _product(y, dy)


def sigmoid_backward__only_columns_counted(y: Matrix, dy: Matrix) -> Matrix:
    """You compare the number of columns but not the number of rows, so a dy for another batch gets
    through."""
    if len(y[0]) != len(dy[0]):
        raise ValueError("shapes differ")
    return _product(y, dy)


def sigmoid_backward__entries_counted(y: Matrix, dy: Matrix) -> Matrix:
    """You compare how many entries the two matrices have. A 2×3 and a 3×2 matrix have the same
    number, but not the same shape."""
    if sum(map(len, y)) != sum(map(len, dy)):
        raise ValueError("shapes differ")
    return _product(y, dy)


def sigmoid_backward__other_exception(y: Matrix, dy: Matrix) -> Matrix:
    """You do notice shapes that differ, but you do not raise ValueError: an assert raises
    AssertionError (and is skipped under python -O), and an index out of range raises IndexError."""
    assert len(y) == len(dy) and len(y[0]) == len(dy[0]), "shapes differ"
    return _product(y, dy)


def _check(y: Matrix, dy: Matrix) -> None:
    if len(y) != len(dy) or len(y[0]) != len(dy[0]):
        raise ValueError("shapes differ")


def _product(y: Matrix, dy: Matrix) -> Matrix:
    return [[g * s * (1 - s) for s, g in zip(y_row, dy_row)] for y_row, dy_row in zip(y, dy)]
