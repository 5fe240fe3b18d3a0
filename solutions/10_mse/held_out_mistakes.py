"""Wrong one-hot labels and squared errors that the catalogue does not list."""

from array import array

from mse import _check, one_hot

Matrix = list[list[float]]

_right_one_hot = one_hot


def one_hot__labels_pushed_into_range(labels: list[int], classes: int) -> Matrix:
    """A label outside the range is moved to the nearest class."""
    return _right_one_hot([min(max(label, 0), classes - 1) for label in labels], classes)


def mse__mean_of_two_by_two(predicted: Matrix, target: Matrix) -> float:
    """The mean over the rows is updated by halves: later rows weigh more, right up to two rows."""
    _check(predicted, target)
    first, *others = [sum((p - t) ** 2 for p, t in zip(*rows)) for rows in zip(predicted, target)]
    mean = first
    for error in others:
        mean = (mean + error) / 2
    return mean


def mse__single_precision(predicted: Matrix, target: Matrix) -> float:
    """Differences are kept in four bytes each, to save memory."""
    return sum(d * d for row in _differences(predicted, target) for d in row) / len(target)


def mse_backward__single_precision(predicted: Matrix, target: Matrix) -> Matrix:
    return [[2 * d / len(target) for d in row] for row in _differences(predicted, target)]


def _differences(predicted: Matrix, target: Matrix) -> list[array[float]]:
    _check(predicted, target)
    return [array("f", (p - t for p, t in zip(*rows))) for rows in zip(predicted, target)]


def mse__equal_errors_counted_once(predicted: Matrix, target: Matrix) -> float:
    """The sum runs over the set of the rows' errors."""
    _check(predicted, target)
    errors = {
        sum((p - t) ** 2 for p, t in zip(p_row, t_row)) for p_row, t_row in zip(predicted, target)
    }
    return sum(errors) / len(predicted)


def mse_backward__clipped(predicted: Matrix, target: Matrix) -> Matrix:
    """Errors are kept within ±1000."""
    _check(predicted, target)
    n = len(predicted)
    return [
        [2 * max(-1000.0, min(1000.0, p - t)) / n for p, t in zip(p_row, t_row)]
        for p_row, t_row in zip(predicted, target)
    ]
