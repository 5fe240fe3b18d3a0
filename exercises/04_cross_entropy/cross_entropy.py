"""The cross-entropy of logits against labels, and its gradient."""

Matrix = list[list[float]]


def cross_entropy(logits: Matrix, labels: list[int]) -> float:
    """Return the mean over rows of -log softmax(logits)[label].

    logits is n×c, one row per sample; labels holds n column numbers. Finite for logits of any
    size up to 1e300.

    Raises ValueError if the number of labels is not the number of rows, or if a label is
    outside 0 … c-1 (negative labels included).
    """
    raise NotImplementedError


def cross_entropy_backward(logits: Matrix, labels: list[int]) -> Matrix:
    """Return the gradient of cross_entropy(logits, labels) for the logits, in their shape.

    Raises ValueError in the cases in which cross_entropy does.
    """
    raise NotImplementedError
