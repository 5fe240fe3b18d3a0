"""The gradient of log_softmax takes the sum over the whole batch instead of each row."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable

import sigmoid as _sigmoid
import softmax as _softmax
from matmul import matmul, transpose
from softmax_backward import log_softmax_backward

Matrix = list[list[float]]

# From the gradient for a result to what it adds to the gradient for one of its inputs.
_Pull = Callable[[Matrix], Matrix]


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
        self.data = data
        self.grad: Matrix | None = None
        self._inputs: tuple[tuple[Tensor, _Pull], ...] = ()

    @property
    def shape(self) -> tuple[int, int]:
        """The numbers of rows and of columns."""
        return len(self.data), len(self.data[0])

    def __matmul__(self, other: Tensor) -> Tensor:
        return _result(
            matmul(self.data, other.data),
            (self, lambda gy: matmul(gy, transpose(other.data))),
            (other, lambda gy: matmul(transpose(self.data), gy)),
        )

    def __add__(self, other: Tensor) -> Tensor:
        if other.shape == self.shape:
            total = _entrywise(operator.add, self.data, other.data)
            return _result(total, (self, lambda gy: gy), (other, lambda gy: gy))
        if other.shape != (1, self.shape[1]):
            raise ValueError(f"cannot add {other.shape} to {self.shape}")
        [row] = other.data
        total = [list(map(operator.add, entries, row)) for entries in self.data]
        return _result(
            total, (self, lambda gy: gy), (other, lambda gy: [[sum(column) for column in zip(*gy)]])
        )

    def __sub__(self, other: Tensor) -> Tensor:
        _require_equal_shapes(self, other)
        return self + other * -1

    def __mul__(self, other: Tensor | float) -> Tensor:
        if not isinstance(other, Tensor):
            factor = other
            return _result(_scaled(self.data, factor), (self, lambda gy: _scaled(gy, factor)))
        _require_equal_shapes(self, other)
        return _result(
            _entrywise(operator.mul, self.data, other.data),
            (self, lambda gy: _entrywise(operator.mul, gy, other.data)),
            (other, lambda gy: _entrywise(operator.mul, gy, self.data)),
        )

    def sum(self) -> Tensor:
        """Return the sum of all entries, 1×1."""
        rows, columns = self.shape
        total = [[sum(map(sum, self.data))]]
        return _result(total, (self, lambda gy: [[gy[0][0]] * columns for _ in range(rows)]))

    def backward(self) -> None:
        """Add the derivative of this 1×1 tensor for each leaf of its graph to that leaf's grad.

        Every node is visited once, however many paths lead to it; a graph may be 10,000
        operations deep. A second call adds the same again. Raises ValueError if this is not 1×1.
        """
        if self.shape != (1, 1):
            raise ValueError(f"backward starts from a 1×1 tensor, not from {self.shape}")
        gradients = {self: [[1.0]]}
        for tensor in reversed(_inputs_first(self)):
            gy = gradients[tensor]
            if not tensor._inputs:
                tensor.grad = _plus(tensor.grad, gy)
            for source, pull in tensor._inputs:
                gradients[source] = _plus(gradients.get(source), pull(gy))

    def cleargrad(self) -> None:
        """Make grad None again."""
        self.grad = None


def sigmoid(a: Tensor) -> Tensor:
    """Return 1/(1 + e^-x) of every entry, for entries of any size."""
    y = _sigmoid.sigmoid(a.data)
    return _result(y, (a, lambda gy: _sigmoid.sigmoid_backward(y, gy)))


def log_softmax(a: Tensor) -> Tensor:
    """Return the logarithm of the softmax over each row, for entries of any size."""
    log_y = _softmax.log_softmax(a.data)
    return _result(log_y, (a, lambda gy: [[g - math.exp(y) * sum(map(sum, gy)) for g, y in zip(*rows)] for rows in zip(gy, log_y)]))


def nll(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Return the mean over rows of −log_probs[label], the negative log-likelihood, 1×1.

    Raises ValueError if the number of labels is not that of the rows, or a label is outside
    0 … columns−1.
    """
    rows, columns = log_probs.shape
    if len(labels) != rows or not all(0 <= label < columns for label in labels):
        raise ValueError(f"cannot pick {labels} from {rows} rows of {columns} columns")
    loss = -sum(row[label] for row, label in zip(log_probs.data, labels)) / rows

    def pull(gy: Matrix) -> Matrix:
        dx = [[0.0] * columns for _ in range(rows)]
        for row, label in zip(dx, labels):
            row[label] = -gy[0][0] / rows
        return dx

    return _result([[loss]], (log_probs, pull))


def _result(data: Matrix, *inputs: tuple[Tensor, _Pull]) -> Tensor:
    """A Tensor that an operation made of inputs, each with the way back to it."""
    result = Tensor(data)
    result._inputs = inputs
    return result


def _inputs_first(output: Tensor) -> list[Tensor]:
    """Everything that output was made of, each after its own inputs: a topological order."""
    order: list[Tensor] = []
    seen: set[Tensor] = set()
    stack = [(output, False)]
    while stack:
        tensor, inputs_done = stack.pop()
        if inputs_done:
            order.append(tensor)
        elif tensor not in seen:
            seen.add(tensor)
            stack.append((tensor, True))
            stack += [(source, False) for source, _ in tensor._inputs]
    return order


def _require_equal_shapes(a: Tensor, b: Tensor) -> None:
    if a.shape != b.shape:
        raise ValueError(f"shapes differ: {a.shape} and {b.shape}")


def _entrywise(operation: Callable[[float, float], float], a: Matrix, b: Matrix) -> Matrix:
    return [list(map(operation, a_row, b_row)) for a_row, b_row in zip(a, b)]


def _scaled(a: Matrix, factor: float) -> Matrix:
    return [[x * factor for x in row] for row in a]


def _plus(total: Matrix | None, term: Matrix) -> Matrix:
    """A new matrix: the sum, or term alone if there is no total yet."""
    return [list(row) for row in term] if total is None else _entrywise(operator.add, total, term)
