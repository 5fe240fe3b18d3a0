"""The cross-entropy of logits against labels, and its gradient."""

from softmax import log_softmax, softmax

Matrix = list[list[float]]


def cross_entropy(logits: Matrix, labels: list[int]) -> float:
    """Return the mean over rows of -log softmax(logits)[label].

    logits is n×c, one row per sample; labels holds n column numbers. Finite for logits of any
    size up to 1e300.

    Raises ValueError if the number of labels is not the number of rows, or if a label is
    outside 0 … c-1 (negative labels included).
    """
    _check(logits, labels)
    losses = [-row[label] for row, label in zip(log_softmax(logits), labels)]
    return sum(losses) / len(losses)


def cross_entropy_backward(logits: Matrix, labels: list[int]) -> Matrix:
    """Return the gradient of cross_entropy(logits, labels) for the logits, in their shape.

    Raises ValueError in the cases in which cross_entropy does.
    """
    _check(logits, labels)
    n = len(labels)
    return [
        [(p - (column == label)) / n for column, p in enumerate(row)]
        for row, label in zip(softmax(logits), labels)
    ]


def _check(logits: Matrix, labels: list[int]) -> None:
    if len(labels) != len(logits):
        raise ValueError(f"{len(logits)} rows of logits but {len(labels)} labels")
    columns = len(logits[0])
    for label in labels:
        if not 0 <= label < columns:
            raise ValueError(f"label {label} is outside 0 … {columns - 1}")
