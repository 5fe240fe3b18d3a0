"""Plausible wrong tensors and walks over graphs, each explained to the person who wrote it."""

from __future__ import annotations

import math
import operator

import sigmoid as _sigmoid
import softmax as _softmax
from matmul import matmul, transpose
from sigmoid import sigmoid_backward
from softmax_backward import log_softmax_backward
from tensor import (
    Tensor,
    _entrywise,
    _inputs_first,
    _plus,
    _result,
    _scaled,
    nll,
)

Matrix = list[list[float]]

_nll = nll  # the right one, for wrong ones to build on


# -- operators -------------------------------------------------------------------------------------


class Tensor__shape_turned(Tensor):
    """Your shape gives the number of columns first. Rows come first, as in n×m and data[i][j]."""

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.data[0]), len(self.data)


class Tensor__shape_a_list(Tensor):
    """Your shape is a list. A shape is not meant to be changed; that is what a tuple says."""

    @property
    def shape(self) -> list[int]:
        return [len(self.data), len(self.data[0])]


class Tensor__product_entry_by_entry(Tensor):
    """Your @ multiplies entry by entry, as * does. The matrix product takes rows times columns."""

    def __matmul__(self, other: Tensor) -> Tensor:
        return self * other


class Tensor__product_gradients_not_transposed(Tensor):
    """Your product multiplies gy by the other factor as it stands. The shapes fit for square
    matrices only, and even there the entries are in the wrong places."""

    def __matmul__(self, other: Tensor) -> Tensor:
        return _result(
            matmul(self.data, other.data),
            (self, lambda gy: matmul(gy, other.data)),
            (other, lambda gy: matmul(self.data, gy)),
        )


class Tensor__product_gradients_swapped(Tensor):
    """Your product sends each factor the gradient of the other one. Compare the shapes: the
    gradient of a factor has the shape of that factor."""

    def __matmul__(self, other: Tensor) -> Tensor:
        return _result(
            matmul(self.data, other.data),
            (other, lambda gy: matmul(gy, transpose(other.data))),
            (self, lambda gy: matmul(transpose(self.data), gy)),
        )


class Tensor__product_right_gradient_turned(Tensor):
    """Your product hands the right factor its gradient transposed. Compare its shape with the
    factor's; for a square one compare the entries."""

    def __matmul__(self, other: Tensor) -> Tensor:
        return _result(
            matmul(self.data, other.data),
            (self, lambda gy: matmul(gy, transpose(other.data))),
            (other, lambda gy: matmul(transpose(gy), self.data)),
        )


class Tensor__product_left_without_gradient(Tensor):
    """Your product differentiates for the weights only. The left factor may be the result of an
    earlier layer, which needs its gradient."""

    def __matmul__(self, other: Tensor) -> Tensor:
        return _result(
            matmul(self.data, other.data), (other, lambda gy: matmul(transpose(self.data), gy))
        )


class Tensor__product_averaged(Tensor):
    """Your product averages the right factor's gradient over the rows of the left one. The mean is
    taken where the loss takes it; here the rows add up."""

    def __matmul__(self, other: Tensor) -> Tensor:
        rows = len(self.data)
        return _result(
            matmul(self.data, other.data),
            (self, lambda gy: matmul(gy, transpose(other.data))),
            (other, lambda gy: _scaled(matmul(transpose(self.data), gy), 1 / rows)),
        )


class Tensor__bias_gradient_unsummed(Tensor):
    """Your + hands the whole of gy to the single row that was added to every row. That row was
    used once for each row of a: its gradient has its own shape and is a sum."""

    def __add__(self, other: Tensor) -> Tensor:
        total = super().__add__(other)
        return _result(total.data, (self, lambda gy: gy), (other, lambda gy: gy))


class Tensor__bias_gradient_averaged(Tensor):
    """Your + averages over the rows for the gradient of the row that was added to each. The mean
    is taken where the loss takes it; here the rows add up."""

    def __add__(self, other: Tensor) -> Tensor:
        if other.shape == self.shape:
            return super().__add__(other)
        rows = len(self.data)
        return _result(
            super().__add__(other).data,
            (self, lambda gy: gy),
            (other, lambda gy: [[sum(column) / rows for column in zip(*gy)]]),
        )


class Tensor__bias_gradient_of_first_row(Tensor):
    """Your + takes the first row of gy for the row that was added to every row. In a batch of one
    that is all there is."""

    def __add__(self, other: Tensor) -> Tensor:
        if other.shape == self.shape:
            return super().__add__(other)
        return _result(
            super().__add__(other).data, (self, lambda gy: gy), (other, lambda gy: [gy[0]])
        )


class Tensor__bias_gradient_along_rows(Tensor):
    """Your + adds gy up along its rows. The row that was added has one entry for each column, so
    add up the columns."""

    def __add__(self, other: Tensor) -> Tensor:
        if other.shape == self.shape:
            return super().__add__(other)
        columns = len(self.data[0])
        return _result(
            super().__add__(other).data,
            (self, lambda gy: gy),
            (other, lambda gy: [[sum(row) for row in (gy * columns)[:columns]]]),
        )


class Tensor__bias_gradient_a_number(Tensor):
    """Your + adds all of gy up to one number for the row that was added. Each of its entries
    belongs to one column."""

    def __add__(self, other: Tensor) -> Tensor:
        if other.shape == self.shape:
            return super().__add__(other)
        columns = len(self.data[0])
        return _result(
            super().__add__(other).data,
            (self, lambda gy: gy),
            (other, lambda gy: [[sum(map(sum, gy))] * columns]),
        )


class Tensor__bias_refused(Tensor):
    """Your + refuses two shapes that differ. A bias is one row that is added to every row."""

    def __add__(self, other: Tensor) -> Tensor:
        if other.shape != self.shape:
            raise ValueError("shapes differ")
        return super().__add__(other)


class Tensor__sum_unchecked(Tensor):
    """Your + adds as far as both matrices reach: the rest of the larger one is silently lost."""

    def __add__(self, other: Tensor) -> Tensor:
        if len(other.data) == 1:
            return super().__add__(other) if len(other.data[0]) == len(self.data[0]) else self
        total = _entrywise(operator.add, self.data, other.data)
        return _result(total, (self, lambda gy: gy), (other, lambda gy: gy))


class Tensor__product_of_entries_unchecked(Tensor):
    """Your * multiplies as far as both matrices reach: the rest of the larger one is silently
    lost."""

    def __mul__(self, other: Tensor | float) -> Tensor:
        if not isinstance(other, Tensor):
            return super().__mul__(other)
        return _result(
            _entrywise(operator.mul, self.data, other.data),
            (self, lambda gy: _entrywise(operator.mul, gy, other.data)),
            (other, lambda gy: _entrywise(operator.mul, gy, self.data)),
        )


class Tensor__difference_unchecked(Tensor):
    """Your - subtracts as far as both matrices reach: the rest of the larger one is silently
    lost."""

    def __sub__(self, other: Tensor) -> Tensor:
        difference = _entrywise(operator.sub, self.data, other.data)
        return _result(difference, (self, lambda gy: gy), (other, lambda gy: _scaled(gy, -1)))


class Tensor__difference_adds(Tensor):
    """Your difference sends the same gradient to both sides. When the right side grows, the result
    falls."""

    def __sub__(self, other: Tensor) -> Tensor:
        difference = super().__sub__(other).data
        return _result(difference, (self, lambda gy: gy), (other, lambda gy: gy))


class Tensor__leaf_refused(Tensor):
    """Your backward raises an error for a tensor that no operation made. It is 1×1, and its
    gradient for itself is 1."""

    def backward(self) -> None:
        if not self._inputs:
            raise ValueError("there is nothing to go back through")
        super().backward()


class Tensor__product_keeps_its_own(Tensor):
    """Your * gives each factor a gradient of gy times itself. The slope of a·b for a is the other
    one."""

    def __mul__(self, other: Tensor | float) -> Tensor:
        if not isinstance(other, Tensor):
            return super().__mul__(other)
        return _result(
            super().__mul__(other).data,
            (self, lambda gy: _entrywise(operator.mul, gy, self.data)),
            (other, lambda gy: _entrywise(operator.mul, gy, other.data)),
        )


class Tensor__number_without_gradient(Tensor):
    """Your product with a number passes gy on unchanged. The number multiplies the slope as well as
    the value."""

    def __mul__(self, other: Tensor | float) -> Tensor:
        if isinstance(other, Tensor):
            return super().__mul__(other)
        return _result(_scaled(self.data, other), (self, lambda gy: gy))


class Tensor__floats_only(Tensor):
    """Your * takes a float beside a Tensor, but not an int. x * 2 is what people write."""

    def __mul__(self, other: Tensor | float) -> Tensor:
        if not isinstance(other, (Tensor, float)):
            return NotImplemented
        return super().__mul__(other)


class Tensor__sum_in_place(Tensor):
    """Your + adds into the rows of its left operand. The caller's data change, and every operation
    that used them before now has the wrong numbers."""

    def __add__(self, other: Tensor) -> Tensor:
        total = super().__add__(other)
        for row, entries in zip(self.data, total.data):
            row[:] = entries
        return total


class Tensor__scaled_in_place(Tensor):
    """Your product with a number multiplies the entries where they stand. The caller's data
    change."""

    def __mul__(self, other: Tensor | float) -> Tensor:
        product = super().__mul__(other)
        if not isinstance(other, Tensor):
            self.data = product.data
        return product


class Tensor__total_gradient_of_ones(Tensor):
    """Your sum hands back ones, whatever gradient comes in. That is right as long as the sum is the
    last step."""

    def sum(self) -> Tensor:
        rows, columns = self.shape
        return _result(
            super().sum().data, (self, lambda gy: [[1.0] * columns for _ in range(rows)])
        )


class Tensor__total_gradient_shared_out(Tensor):
    """Your sum shares its gradient out among the entries, as a mean does. Each of them counts in
    full."""

    def sum(self) -> Tensor:
        rows, columns = self.shape
        return _result(
            super().sum().data,
            (self, lambda gy: [[gy[0][0] / (rows * columns)] * columns for _ in range(rows)]),
        )


class Tensor__total_of_rows(Tensor):
    """Your sum adds up each row and leaves one number for each of them. Return one number for all
    of them."""

    def sum(self) -> Tensor:
        columns = len(self.data[0])
        return _result(
            [[sum(row)] for row in self.data], (self, lambda gy: [row * columns for row in gy])
        )


# -- functions -------------------------------------------------------------------------------------


def sigmoid__sigmoid_overflows(a: Tensor) -> Tensor:
    """Your sigmoid takes e^-x of any x. Below -709 that overflows, though the result is only 0."""
    y = [[1 / (1 + math.exp(-x)) for x in row] for row in a.data]
    return _result(y, (a, lambda gy: sigmoid_backward(y, gy)))


def sigmoid__by_tanh(a: Tensor) -> Tensor:
    """Your sigmoid goes by tanh. That never overflows, but far below 0 it adds 1 to almost -1: the
    digits of the result are cancelled, and below -37 nothing is left."""
    y = [[0.5 * (1 + math.tanh(x / 2)) for x in row] for row in a.data]
    return _result(y, (a, lambda gy: sigmoid_backward(y, gy)))


def sigmoid__slope_by_exponentials(a: Tensor) -> Tensor:
    """Your sigmoid is stable, but its gradient takes e^-x again, and squares it. The slope needs
    nothing but the output."""

    def slope(x: float) -> float:
        e = math.exp(-x)
        return e / (1 + e) ** 2

    def pull(gy: Matrix) -> Matrix:
        return [[g * slope(x) for g, x in zip(*rows)] for rows in zip(gy, a.data)]

    return _result(_sigmoid.sigmoid(a.data), (a, pull))


def sigmoid__slope_at_input(a: Tensor) -> Tensor:
    """Your sigmoid's gradient puts x into y·(1−y). The y in the formula is the output."""
    return _result(_sigmoid.sigmoid(a.data), (a, lambda gy: sigmoid_backward(a.data, gy)))


def sigmoid__sigmoid_without_upstream(a: Tensor) -> Tensor:
    """Your sigmoid hands its slope back without gy. The gradient that comes in has to be passed
    on."""
    y = _sigmoid.sigmoid(a.data)
    return _result(y, (a, lambda gy: [[s * (1 - s) for s in row] for row in y]))


def log_softmax__log_softmax_overflows(a: Tensor) -> Tensor:
    """Your log_softmax takes exponentials of the entries as they are. Above 709 they overflow, and
    far below 0 the logarithm of 0 is taken."""
    log_y = []
    for row in a.data:
        total = sum(math.exp(x) for x in row)
        log_y.append([math.log(math.exp(x) / total) for x in row])
    return _result(log_y, (a, lambda gy: log_softmax_backward(log_y, gy)))


def log_softmax__logarithm_of_softmax(a: Tensor) -> Tensor:
    """Your log_softmax is the logarithm of a softmax. Where that underflows to 0 there is nothing
    left to take a logarithm of: subtract instead of dividing."""
    log_y = [[math.log(y) for y in row] for row in _softmax.softmax(a.data)]
    return _result(log_y, (a, lambda gy: log_softmax_backward(log_y, gy)))


def log_softmax__clipped(a: Tensor) -> Tensor:
    """Your log_softmax adds 1e-12 to the softmax before it takes the logarithm. That hides the
    zeros, but no result falls below -27.6, and all are a little off."""
    log_y = [[math.log(y + 1e-12) for y in row] for row in _softmax.softmax(a.data)]
    return _result(log_y, (a, lambda gy: log_softmax_backward(log_y, gy)))


def log_softmax__largest_of_matrix(a: Tensor) -> Tensor:
    """Your log_softmax subtracts the largest entry of the whole matrix. A row that lies thousands
    below it underflows to zeros altogether: rows are independent."""
    largest = max(map(max, a.data))
    log_y = []
    for row in a.data:
        total = math.log(sum(math.exp(x - largest) for x in row))
        log_y.append([x - largest - total for x in row])
    return _result(log_y, (a, lambda gy: log_softmax_backward(log_y, gy)))


def log_softmax__written_over(a: Tensor) -> Tensor:
    """Your log_softmax writes its result over the data of the tensor it is given. That tensor is
    somebody else's, and may be used again."""
    log_y = _softmax.log_softmax(a.data)
    for row, entries in zip(a.data, log_y):
        row[:] = entries
    return _result(log_y, (a, lambda gy: log_softmax_backward(log_y, gy)))


def log_softmax__gradient_overflows(a: Tensor) -> Tensor:
    """Your log_softmax is stable, but its gradient computes the softmax again without the shift,
    where logits of 1000 overflow. The exponential of the output is the softmax."""

    def pull(gy: Matrix) -> Matrix:
        dx = []
        for row, g_row in zip(a.data, gy):
            total = sum(math.exp(x) for x in row)
            dx.append([g - math.exp(x) / total * sum(g_row) for g, x in zip(g_row, row)])
        return dx

    return _result(_softmax.log_softmax(a.data), (a, pull))


def log_softmax__gradient_of_one_entry(a: Tensor) -> Tensor:
    """Your log_softmax hands back gy·(1 − p) for each entry. That is how an entry changes its own
    result; through the sum it changes all the others of its row as well."""
    log_y = _softmax.log_softmax(a.data)
    return _result(
        log_y,
        (a, lambda gy: [[g * (1 - math.exp(y)) for g, y in zip(*rows)] for rows in zip(gy, log_y)]),
    )


def log_softmax__gradient_unweighted(a: Tensor) -> Tensor:
    """Your log_softmax hands back gy − p. That is right if the gradients of a row add up to 1; p
    has to be multiplied by their sum, whatever it is."""
    log_y = _softmax.log_softmax(a.data)
    return _result(
        log_y,
        (a, lambda gy: [[g - math.exp(y) for g, y in zip(*rows)] for rows in zip(gy, log_y)]),
    )


def log_softmax__gradient_of_softmax(a: Tensor) -> Tensor:
    """Your log_softmax has the gradient of softmax. The logarithm has a slope of its own, which
    makes the formula simpler."""
    p = _softmax.softmax(a.data)

    def pull(gy: Matrix) -> Matrix:
        dots = [sum(map(operator.mul, g, y)) for g, y in zip(gy, p)]
        return [[y * (g - dot) for g, y in zip(*rows)] for *rows, dot in zip(gy, p, dots)]

    return _result(_softmax.log_softmax(a.data), (a, pull))


def log_softmax__gradient_left_to_nll(a: Tensor) -> Tensor:
    """Your log_softmax passes gy straight on. That is right only together with an nll that hands
    back p − 1 at the label, and either of the two may be used alone."""
    return _result(_softmax.log_softmax(a.data), (a, lambda gy: gy))


def nll__gradient_left_to_nll(log_probs: Tensor, labels: list[int]) -> Tensor:
    def pull(gy: Matrix) -> Matrix:
        return [
            [
                gy[0][0] * (math.exp(y) - (column == label)) / len(labels)
                for column, y in enumerate(row)
            ]
            for row, label in zip(log_probs.data, labels)
        ]

    return _result(_nll(log_probs, labels).data, (log_probs, pull))


def nll__gradient_of_cross_entropy(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Your nll hands back p − 1 at the label, which is the gradient of a softmax and its loss in
    one. nll only picks entries; for the others its gradient is 0."""

    def pull(gy: Matrix) -> Matrix:
        return [
            [
                gy[0][0] * (math.exp(y) - (column == label)) / len(labels)
                for column, y in enumerate(row)
            ]
            for row, label in zip(log_probs.data, labels)
        ]

    return _result(_nll(log_probs, labels).data, (log_probs, pull))


def nll__summed(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Your nll is the sum over the rows. As a mean it does not depend on how many there are."""
    return _nll(log_probs, labels) * len(labels)


def nll__gradient_summed(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Your nll is a mean, but its gradient is that of a sum: the number of rows is missing."""
    total = _nll(log_probs, labels) * len(labels)
    return _result([[total.data[0][0] / len(labels)]], (total, lambda gy: gy))


def nll__averaged_over_entries(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Your nll divides by the number of entries. One entry is picked from each row, so the mean is
    over the rows."""
    return _nll(log_probs, labels) * (1 / len(log_probs.data[0]))


def nll__sign_lost(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Your nll is the mean of the logarithms. The n in its name stands for negative: training makes
    it small."""
    return _nll(log_probs, labels) * -1


def nll__logarithm_again(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Your nll takes the logarithm of what it is given. log_probs are logarithms already, and
    negative."""
    _nll(log_probs, labels)
    rows = [[math.log(x) for x in row] for row in log_probs.data]
    return _nll(_result(rows, (log_probs, lambda gy: gy)), labels)


def nll__nll_without_upstream(log_probs: Tensor, labels: list[int]) -> Tensor:
    """Your nll hands its own gradient back without gy. A loss may be scaled or added to another."""
    picked = [
        [-(column == label) / len(labels) for column in range(len(log_probs.data[0]))]
        for label in labels
    ]
    return _result(_nll(log_probs, labels).data, (log_probs, lambda gy: picked))


def nll__labels_from_the_end(log_probs: Tensor, labels: list[int]) -> Tensor:
    """You let a label of -1 through. To Python that is the last column; to your caller it is a
    mistake in the data."""
    return _nll(
        log_probs, [label % len(log_probs.data[0]) if label < 0 else label for label in labels]
    )


def nll__labels_uncounted(log_probs: Tensor, labels: list[int]) -> Tensor:
    """You do not compare the number of labels with the number of rows. What is left over on the
    longer side is silently ignored."""
    rows = min(len(labels), len(log_probs.data))
    part = _result(
        log_probs.data[:rows],
        (log_probs, lambda gy: gy + _scaled(log_probs.data[rows:], 0)),
    )
    return _nll(part, labels[:rows])


def nll__index_error(log_probs: Tensor, labels: list[int]) -> Tensor:
    """You let the list complain about a label that is too large. The list raises IndexError, but a
    bad label is a bad value: raise ValueError."""
    if max(labels) >= len(log_probs.data[0]):
        raise IndexError("list index out of range")
    return _nll(log_probs, labels)


def nll__a_number(log_probs: Tensor, labels: list[int]) -> float:
    """Your nll returns a number. backward starts from a Tensor that knows where it came from."""
    return _nll(log_probs, labels).data[0][0]


# -- backward --------------------------------------------------------------------------------------


class Tensor__backward_of_anything(Tensor):
    """You start from ones in the shape of the tensor, whatever it is. That is the gradient of its
    sum, and nobody asked for a sum."""

    def backward(self) -> None:
        (self if self.shape == (1, 1) else self.sum()).backward_of_one()

    def backward_of_one(self) -> None:
        super().backward()


class Tensor__last_use_counts(Tensor):
    """You overwrite the gradient of an input with the latest operation's share. An input that is
    used more than once gets a gradient from every use, and they add up."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        gradients = {self: [[1.0]]}
        for tensor in reversed(_inputs_first(self)):
            gy = gradients[tensor]
            if not tensor._inputs:
                tensor.grad = _plus(tensor.grad, gy)
            for source, pull in tensor._inputs:
                gradients[source] = pull(gy)


class Tensor__same_operand_once(Tensor):
    """Where both inputs of an operation are one object, as in x @ x, one of its two gradients is
    lost, as it is in a set or a dict of inputs. Both count."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        gradients = {self: [[1.0]]}
        for tensor in reversed(_inputs_first(self)):
            gy = gradients[tensor]
            if not tensor._inputs:
                tensor.grad = _plus(tensor.grad, gy)
            for source, pull in dict(tensor._inputs).items():
                gradients[source] = _plus(gradients.get(source), pull(gy))


class Tensor__added_in_place(Tensor):
    """You add gradients up in place, in the very rows that an operation handed you. A sum hands the
    same rows to both of its sides, so whatever you add to one is added to the other as well."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        gradients = {self: [[1.0]]}
        for tensor in reversed(_inputs_first(self)):
            gy = gradients[tensor]
            if not tensor._inputs:
                tensor.grad = _plus(tensor.grad, gy)
            for source, pull in tensor._inputs:
                term = pull(gy)
                if source not in gradients:
                    gradients[source] = term
                    continue
                for row, entries in zip(gradients[source], [list(row) for row in term]):
                    row[:] = map(operator.add, row, entries)


class Tensor__leaf_added_in_place(Tensor):
    """Your leaves keep the rows that an operation handed them and add to them in place. A sum hands
    the same rows to both of its sides: from the second backward on they count double."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        gradients = {self: [[1.0]]}
        for tensor in reversed(_inputs_first(self)):
            gy = gradients[tensor]
            if not tensor._inputs:
                if tensor.grad is None:
                    tensor.grad = gy
                else:
                    for row, entries in zip(tensor.grad, [list(row) for row in gy]):
                        row[:] = map(operator.add, row, entries)
            for source, pull in tensor._inputs:
                found = gradients.get(source)
                gradients[source] = pull(gy) if found is None else _plus(found, pull(gy))


class Tensor__as_met(Tensor):
    """You walk on from a tensor as soon as you meet it. If another path leads there as well, its
    gradient is not complete yet, and you pass on only a part."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        gradients, seen, stack = {self: [[1.0]]}, {self}, [self]
        while stack:
            tensor = stack.pop()
            gy = gradients[tensor]
            for source, pull in tensor._inputs:
                gradients[source] = _plus(gradients.get(source), pull(gy))
                if source not in seen:
                    seen.add(source)
                    stack.append(source)
        for tensor in seen:
            if not tensor._inputs:
                tensor.grad = _plus(tensor.grad, gradients[tensor])


class Tensor__level_by_level(Tensor):
    """You walk back level by level from the output. A tensor that is used near the output and again
    further away gets its turn too early, with only a part of its gradient."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        gradients, seen, queue = {self: [[1.0]]}, {self}, [self]
        for tensor in queue:
            gy = gradients[tensor]
            for source, pull in tensor._inputs:
                gradients[source] = _plus(gradients.get(source), pull(gy))
                if source not in seen:
                    seen.add(source)
                    queue.append(source)
        for tensor in seen:
            if not tensor._inputs:
                tensor.grad = _plus(tensor.grad, gradients[tensor])


class Tensor__every_path(Tensor):
    """You follow every path from the output to the leaves. The sum is right, but each shared tensor
    doubles the number of paths: with sixty of them it never ends."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        stack = [(self, [[1.0]])]
        while stack:
            tensor, gy = stack.pop()
            if not tensor._inputs:
                tensor.grad = _plus(tensor.grad, gy)
            stack += [(source, pull(gy)) for source, pull in tensor._inputs]


class Tensor__recursive_order(Tensor):
    """You find the order by a function that calls itself for every input. In a deep graph that is a
    call within a call ten thousand times, and Python gives up after a thousand."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        order, seen = [], set()

        def visit(tensor: Tensor) -> None:
            if tensor not in seen:
                seen.add(tensor)
                for source, _ in tensor._inputs:
                    visit(source)
                order.append(tensor)

        visit(self)
        gradients = {self: [[1.0]]}
        for tensor in reversed(order):
            gy = gradients[tensor]
            if not tensor._inputs:
                tensor.grad = _plus(tensor.grad, gy)
            for source, pull in tensor._inputs:
                gradients[source] = _plus(gradients.get(source), pull(gy))


class Tensor__second_pass_compounds(Tensor):
    """You leave the gradients of the first pass on the tensors in between. A second backward adds
    to them and passes the sum on, so the second pass gives the leaves too much."""

    def backward(self) -> None:
        if self.shape != (1, 1):
            raise ValueError(self.shape)
        self.grad = [[1.0]]
        for tensor in reversed(_inputs_first(self)):
            for source, pull in tensor._inputs:
                source.grad = _plus(source.grad, pull(tensor.grad))


class Tensor__second_pass_replaces(Tensor):
    """After a second backward the gradients on the leaves are those of a single pass. It should add
    to what the first one left there, until cleargrad is called."""

    def backward(self) -> None:
        for tensor in _inputs_first(self):
            tensor.grad = None
        super().backward()


class Tensor__gradient_of_zeros_at_first(Tensor):
    """You start grad as a matrix of zeros. A leaf that no backward has reached has no gradient, and
    zeros are a gradient."""

    def __init__(self, data: Matrix) -> None:
        super().__init__(data)
        self.grad = _scaled(data, 0.0)


class Tensor__cleared_to_zeros(Tensor):
    """Your cleargrad fills grad with zeros. Cleared means that there is none: None."""

    def cleargrad(self) -> None:
        self.grad = _scaled(self.data, 0.0)
