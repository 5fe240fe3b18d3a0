"""One-hot labels, the squared error of predictions against targets, and its gradient."""

Matrix = list[list[float]]


def one_hot(labels: list[int], classes: int) -> Matrix:
    """Return a row of `classes` numbers for each label: 1 in the label's column, 0 elsewhere.

    Raises ValueError for a label outside 0 … classes-1 (negative labels included).
    """
    raise NotImplementedError


def mse(predicted: Matrix, target: Matrix) -> float:
    """Return the squared errors summed over the columns and averaged over the rows.

    predicted and target have one shape, one row per sample.

    Raises ValueError if the shapes differ.
    """
    raise NotImplementedError


def mse_backward(predicted: Matrix, target: Matrix) -> Matrix:
    """Return the gradient of mse(predicted, target) for predicted, in its shape.

    Raises ValueError if the shapes differ.
    """
    raise NotImplementedError
