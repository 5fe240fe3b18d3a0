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


def log_softmax__neighbours_sum(z: Matrix) -> Matrix:
    """The logarithm of the sum is that of the row before, the last one's for the first."""
    shifted = [_shifted(row) for row in z]
    log_sums = [log(sum(map(exp, row))) for row in shifted]
    return [[x - log_sums[i - 1] for x in row] for i, row in enumerate(shifted)]


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
