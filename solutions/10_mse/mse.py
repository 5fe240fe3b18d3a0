"""One-hot labels, the squared error of predictions against targets, and its gradient."""

Matrix = list[list[float]]


def one_hot(labels: list[int], classes: int) -> Matrix:
    """Return a row of `classes` numbers for each label: 1 in the label's column, 0 elsewhere.

    Raises ValueError for a label outside 0 … classes-1 (negative labels included).
    """
    for label in labels:
        if not 0 <= label < classes:
            raise ValueError(f"label {label} is outside 0 … {classes - 1}")
    return [[float(column == label) for column in range(classes)] for label in labels]


def mse(predicted: Matrix, target: Matrix) -> float:
    """Return the squared errors summed over the columns and averaged over the rows.

    predicted and target have one shape, one row per sample.

    Raises ValueError if the shapes differ.
    """
    _check(predicted, target)
    total = sum(
        (p - t) ** 2 for p_row, t_row in zip(predicted, target) for p, t in zip(p_row, t_row)
    )
    return total / len(predicted)


def mse_backward(predicted: Matrix, target: Matrix) -> Matrix:
    """Return the gradient of mse(predicted, target) for predicted, in its shape.

    Raises ValueError if the shapes differ.
    """
    _check(predicted, target)
    n = len(predicted)
    return [
        [2 * (p - t) / n for p, t in zip(p_row, t_row)] for p_row, t_row in zip(predicted, target)
    ]


def _check(predicted: Matrix, target: Matrix) -> None:
    if len(predicted) != len(target) or len(predicted[0]) != len(target[0]):
        raise ValueError(
            f"predicted is {len(predicted)}×{len(predicted[0])}"
            f" but target is {len(target)}×{len(target[0])}"
        )
