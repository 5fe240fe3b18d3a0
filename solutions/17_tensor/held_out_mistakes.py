"""Wrong operations on tensors that the catalogue does not list."""

from __future__ import annotations

import math

import sigmoid as _sigmoid
import softmax as _softmax
from matmul import matmul, transpose
from tensor import Tensor, _result

Matrix = list[list[float]]


def log_softmax__log_softmax_over_the_batch(a: Tensor) -> Tensor:
    """The gradient of log_softmax takes the sum over the whole batch instead of each row."""
    log_y = _softmax.log_softmax(a.data)

    def pull(gy: Matrix) -> Matrix:
        total = sum(map(sum, gy))
        return [[g - math.exp(y) * total for g, y in zip(*rows)] for rows in zip(gy, log_y)]

    return _result(log_y, (a, pull))


def nll__one_row_for_each_label(log_probs: Tensor, labels: list[int]) -> Tensor:
    """The gradient of nll is put together by label: of two rows with one label one gets none."""
    rows, columns = log_probs.shape
    if len(labels) != rows or not all(0 <= label < columns for label in labels):
        raise ValueError("labels")
    loss = -sum(row[label] for row, label in zip(log_probs.data, labels)) / rows

    def pull(gy: Matrix) -> Matrix:
        dx = [[0.0] * columns for _ in range(rows)]
        row_of = dict(zip(labels, dx))
        for label, row in row_of.items():
            row[label] = -gy[0][0] / rows
        return dx

    return _result([[loss]], (log_probs, pull))


class Tensor__square_weights_not_turned(Tensor):
    """The right factor is transposed only if the shapes would not fit otherwise."""

    def __matmul__(self, other: Tensor) -> Tensor:
        rows, columns = other.shape
        turned = other.data if rows == columns else transpose(other.data)
        return _result(
            matmul(self.data, other.data),
            (self, lambda gy: matmul(gy, turned)),
            (other, lambda gy: matmul(transpose(self.data), gy)),
        )


class Tensor__product_with_itself_by_one_side(Tensor):
    """In x @ x only the gradient for the right factor is kept."""

    def __matmul__(self, other: Tensor) -> Tensor:
        product = super().__matmul__(other)
        product._inputs = tuple(dict(product._inputs).items())
        return product


class Tensor__difference_to_itself_detached(Tensor):
    """x - x is a new leaf of zeros: no gradient reaches x, not even zeros."""

    def __sub__(self, other: Tensor) -> Tensor:
        if other is self:
            return Tensor([[0.0] * len(row) for row in self.data])
        return super().__sub__(other)


class Tensor__times_zero_detached(Tensor):
    """A product with 0 is a new leaf: no gradient reaches x, not even zeros."""

    def __mul__(self, other: Tensor | float) -> Tensor:
        if not isinstance(other, Tensor) and other == 0:
            return Tensor([[0.0] * len(row) for row in self.data])
        return super().__mul__(other)


def log_softmax__unlikely_ones_cut(a: Tensor) -> Tensor:
    """In the gradient of log_softmax probabilities below e^-12 count as 0."""
    log_y = _softmax.log_softmax(a.data)

    def pull(gy: Matrix) -> Matrix:
        return [
            [g - (math.exp(y) if y > -12 else 0.0) * sum(gy_row) for g, y in zip(gy_row, log_row)]
            for gy_row, log_row in zip(gy, log_y)
        ]

    return _result(log_y, (a, pull))


def sigmoid__flat_after_four_nines(a: Tensor) -> Tensor:
    """A sigmoid of 0.9999 or more counts as 1, and so as flat."""
    y = _sigmoid.sigmoid(a.data)
    flat = [[1.0 if s >= 0.9999 else s for s in row] for row in y]
    return _result(y, (a, lambda gy: _sigmoid.sigmoid_backward(flat, gy)))
