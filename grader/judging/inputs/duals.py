"""Numbers that carry their exact derivatives, so that the host can differentiate any program.

Differentiation runs forwards here, in decimal arithmetic of 40 digits: it shares neither the method
(no graph, no order, no second pass) nor the rounding with an engine that runs backwards in floats.
A `Dual` takes the place of a submission's Variable, a `DualMatrix` that of its Tensor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import add

Key = tuple[int, int, int]  # of an entry of a leaf: the leaf's number, row and column
Rows = list[list["Dual"]]


@dataclass(frozen=True, eq=False)
class Dual:
    """A value, and its slope for each leaf that it depends on, even where that is 0."""

    value: Decimal
    slopes: Mapping[Key, Decimal]

    def __add__(self, other: Dual | float) -> Dual:
        right = dual(other)
        return _chain(self.value + right.value, (self, Decimal(1)), (right, Decimal(1)))

    def __sub__(self, other: Dual | float) -> Dual:
        right = dual(other)
        return _chain(self.value - right.value, (self, Decimal(1)), (right, Decimal(-1)))

    def __mul__(self, other: Dual | float) -> Dual:
        right = dual(other)
        return _chain(self.value * right.value, (self, right.value), (right, self.value))

    def __truediv__(self, other: Dual | float) -> Dual:
        right = dual(other)
        quotient = self.value / right.value
        return _chain(quotient, (self, 1 / right.value), (right, -quotient / right.value))

    def __pow__(self, exponent: float) -> Dual:
        n = Decimal(exponent)
        if not n:  # a decimal 0 ** 0 is undefined
            return _chain(Decimal(1), (self, Decimal(0)))
        slope = n if n == 1 else n * self.value ** (n - 1)
        return _chain(self.value**n, (self, slope))

    def __neg__(self) -> Dual:
        return 0 - self

    def __radd__(self, other: float) -> Dual:
        return dual(other) + self

    def __rsub__(self, other: float) -> Dual:
        return dual(other) - self

    def __rmul__(self, other: float) -> Dual:
        return dual(other) * self

    def __rtruediv__(self, other: float) -> Dual:
        return dual(other) / self


def dual(number: Dual | float) -> Dual:
    """A number as a Dual: a plain one is a constant."""
    return number if isinstance(number, Dual) else Dual(Decimal(number), {})


def leaf(number: float, key: Key) -> Dual:
    """A number that slopes are taken for, under `key`."""
    return Dual(Decimal(number), {key: Decimal(1)})


def exp(x: Dual) -> Dual:
    """e^x."""
    y = x.value.exp()
    return _chain(y, (x, y))


def log(x: Dual) -> Dual:
    """The natural logarithm of x."""
    return _chain(x.value.ln(), (x, 1 / x.value))


def sigmoid(x: Dual) -> Dual:
    """1/(1 + e^-x)."""
    return 1 / (1 + exp(-x))


def square(x: Dual) -> Dual:
    """x²."""
    return x * x


def total(terms: list[Dual]) -> Dual:
    """The sum of one or more numbers."""
    return reduce(add, terms)


def _chain(value: Decimal, *terms: tuple[Dual, Decimal]) -> Dual:
    """The chain rule: each term is a number that `value` depends on, and the slope for it."""
    slopes: dict[Key, Decimal] = {}
    for number, slope in terms:
        for key, inner in number.slopes.items():
            slopes[key] = slopes.get(key, Decimal(0)) + slope * inner
    return Dual(value, slopes)


class DualMatrix:
    """A matrix of Duals with the operators of a Tensor."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    def __matmul__(self, other: DualMatrix) -> DualMatrix:
        columns = list(zip(*other.rows, strict=True))
        return DualMatrix(
            [
                [total([x * y for x, y in zip(row, column, strict=True)]) for column in columns]
                for row in self.rows
            ]
        )

    def __add__(self, other: DualMatrix) -> DualMatrix:
        added = other.rows if len(other.rows) == len(self.rows) else other.rows * len(self.rows)
        return _entrywise(Dual.__add__, self.rows, added)

    def __sub__(self, other: DualMatrix) -> DualMatrix:
        return _entrywise(Dual.__sub__, self.rows, other.rows)

    def __mul__(self, other: DualMatrix | float) -> DualMatrix:
        if isinstance(other, DualMatrix):
            return _entrywise(Dual.__mul__, self.rows, other.rows)
        return DualMatrix([[x * other for x in row] for row in self.rows])

    def sum(self) -> DualMatrix:
        """The sum of all entries, 1×1."""
        return DualMatrix([[total([x for row in self.rows for x in row])]])


def matrix_sigmoid(a: DualMatrix) -> DualMatrix:
    """1/(1 + e^-x) of every entry."""
    return DualMatrix([[sigmoid(x) for x in row] for row in a.rows])


def matrix_log_softmax(a: DualMatrix) -> DualMatrix:
    """The logarithm of the softmax over each row; a decimal needs no shift for a spread of 1e5."""
    totals = [log(total([exp(x) for x in row])) for row in a.rows]
    return DualMatrix([[x - t for x in row] for row, t in zip(a.rows, totals, strict=True)])


def matrix_nll(log_probs: DualMatrix, labels: list[int]) -> DualMatrix:
    """The mean over rows of −log_probs[label], 1×1."""
    picked = [row[label] for row, label in zip(log_probs.rows, labels, strict=True)]
    return DualMatrix([[-total(picked) / len(picked)]])


def _entrywise(operation: Callable[[Dual, Dual], Dual], a: Rows, b: Rows) -> DualMatrix:
    return DualMatrix(
        [
            [operation(x, y) for x, y in zip(a_row, b_row, strict=True)]
            for a_row, b_row in zip(a, b, strict=True)
        ]
    )
