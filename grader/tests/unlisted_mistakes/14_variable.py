"""Wrong variables and functions that the catalogue does not list."""

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
