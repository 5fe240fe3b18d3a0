"""Numbers that carry along what the contract's bound is made of."""

from __future__ import annotations


class Tracked(float):
    """A float, and the sum of the absolute values of the terms that it was made of."""

    size: float

    def __new__(cls, value: float, size: float | None = None) -> Tracked:
        """`size` is |value| unless terms have cancelled."""
        self = super().__new__(cls, value)
        self.size = abs(value) if size is None else size
        return self

    def __add__(self, other: float) -> Tracked:
        return Tracked(float(self) + other, self.size + size(other))

    def __sub__(self, other: float) -> Tracked:
        return Tracked(float(self) - other, self.size + size(other))

    def __rsub__(self, other: float) -> Tracked:
        return Tracked(other - float(self), self.size + size(other))

    def __mul__(self, other: float) -> Tracked:
        return Tracked(float(self) * other, self.size * size(other))

    def __truediv__(self, other: float) -> Tracked:
        quotient = float(self) / other
        return Tracked(quotient, _grown(self, other) / abs(other))

    def __rtruediv__(self, other: float) -> Tracked:
        return Tracked(other / float(self), _grown(other, self) / abs(float(self)))

    def __neg__(self) -> Tracked:
        return Tracked(-float(self), self.size)

    def __pow__(self, exponent: float) -> Tracked:  # type: ignore[override]
        return Tracked(float(self) ** exponent, self.size**exponent if exponent > 0 else None)

    __radd__ = __add__
    __rmul__ = __mul__


def size(number: float) -> float:
    """The sum of the absolute values of the terms of a number."""
    return number.size if isinstance(number, Tracked) else abs(number)


def _grown(dividend: float, divisor: float) -> float:
    """The size of a dividend, with what the divisor's own cancellation adds to it."""
    return size(dividend) * (size(divisor) / abs(divisor) if divisor else 1.0)
