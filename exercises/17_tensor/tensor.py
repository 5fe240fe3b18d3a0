"""Automatic differentiation of expressions in matrices: the engine of a small learning library.

It is the engine for plain numbers over again: only what an operation computes, and what it hands
back to its inputs, are matrices now.
"""

from __future__ import annotations
from collections.abc import Callable

Matrix = list[list[float]]


class Tensor:
    """A matrix, and how it came about: a node in the graph of a computation.

    data: the matrix itself. grad: for a leaf, which no operation made, the sum of its gradients
    from every backward since it was created or cleared, a matrix in the shape of data; None if
    there was none.

    The operators @ + - * give new Tensors and raise ValueError for shapes that do not fit:
    a @ b is the matrix product; a + b takes b in the shape of a, or one row that is added to
    every row of a; a - b and a * b work entry by entry on equal shapes; in a * b, b may also be
    a plain number.
    """

    def __init__(self, data: Matrix) -> None:
        """Hold data, as a leaf."""
        raise NotImplementedError

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and of columns."""
        raise NotImplementedError

    def __matmul__(self, other: Tensor) -> Tensor:
        raise NotImplementedError

    def __add__(self, other: Tensor) -> Tensor:
        raise NotImplementedError

    def __sub__(self, other: Tensor) -> Tensor:
        raise NotImplementedError

    def __mul__(self, other: Tensor | float) -> Tensor:
        raise NotImplementedError

    def sum(self) -> Tensor:
        """Return the sum of all entries, 1×1."""
        raise NotImplementedError

    def backward(self) -> None:
        """Add the derivative of this 1×1 tensor for each leaf of its graph to that leaf's grad.

        Every node is visited once, however many paths lead to it; a graph may be 10,000
        operations deep. A second call adds the same again. Raises ValueError if this is not 1×1.
        """
        raise NotImplementedError

    def cleargrad(self) -> None:
        """Make grad None again."""
        raise NotImplementedError


def sigmoid(a: Tensor) -> Tensor:
    """Return 1/(1 + e^-x) of every entry, for entries of any size."""
    raise NotImplementedError


def log_softmax(a: Tensor) -> Tensor:
    """Return the logarithm of the softmax over each row, for entries of any size."""
    raise NotImplementedError


def nll(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Return the mean over rows of −log_probs[label], the negative log-likelihood, 1×1.

    Raises ValueError if the number of labels is not that of the rows, or a label is outside
    0 … columns−1.
    """
    raise NotImplementedError
