"""Wrong softmaxes that the catalogue does not list."""

from math import exp, log, sqrt

from softmax import _shifted, _softmax

Matrix = list[list[float]]


def softmax__equal_logits_counted_once(z: Matrix) -> Matrix:
    """The sum runs over the set of the logits, so those that are equal count once."""
    result = []
    for row in map(_shifted, z):
        total = sum(map(exp, set(row)))
        result.append([exp(x) / total for x in row])
    return result


def log_softmax__log_of_first_rows_sum(z: Matrix) -> Matrix:
    """The logarithm of the first row's sum is subtracted in every row."""
    log_sum = log(sum(map(exp, _shifted(z[0]))))
    return [[x - log_sum for x in _shifted(row)] for row in z]


def softmax__scaled_as_in_attention(z: Matrix) -> Matrix:
    """The logits are divided by the root of their number, as attention does with its scores."""
    return [_softmax([x / sqrt(len(row)) for x in _shifted(row)]) for row in z]


def softmax__largest_takes_all(z: Matrix) -> Matrix:
    """In a row that spreads far the largest takes all, even from one almost as large."""
    return [
        [float(x == max(row)) for x in row]
        if max(row) - min(row) > 700
        else _softmax(_shifted(row))
        for row in z
    ]
