"""Wrong variables and functions that the catalogue does not list."""

from collections.abc import Callable
from math import factorial

from variable import Exp, Function, Square, Variable


class Exp__exp_by_a_short_series(Exp):
    """e^x is summed up by the first sixteen terms of its series."""

    def forward(self, x: float) -> float:
        return sum(x**k / factorial(k) for k in range(16))


class Function__input_in_a_tuple(Function):
    """The input is kept in a tuple, for functions of several arguments that nobody asked for."""

    def __call__(self, x: Variable) -> Variable:
        output = super().__call__(x)
        self.input = (x,)
        return output


class Square__input_in_a_tuple(Function__input_in_a_tuple, Square):
    def backward(self, gy: float) -> float:
        return gy * 2 * self.input[0].data


class Exp__input_in_a_tuple(Function__input_in_a_tuple, Exp):
    pass


class Variable__zero_refused(Variable):
    """Data is tested for truth: 0 is refused as if it were nothing."""

    def __init__(self, data: float) -> None:
        if not data:
            raise TypeError("no data")
        super().__init__(data)


def numerical_grad__results_kept_while_x_moves(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """x itself is moved, and f may return x: both results are one Variable then."""
    data = x.data
    x.data = data + eps
    above = f(x)
    x.data = data - eps
    below = f(x)
    x.data = data
    return (above.data - below.data) / (2 * eps)


def numerical_grad__stored_in_grad(
    f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6
) -> float:
    """The slope is left in x.grad as well."""
    above, below = f(Variable(x.data + eps)), f(Variable(x.data - eps))
    x.grad = (above.data - below.data) / (2 * eps)
    return x.grad


class Square__zero_taken_for_none(Square):
    """An input of 0 is taken for none."""

    def backward(self, gy: float) -> float:
        return gy * 2 * (self.input.data or 1.0)
