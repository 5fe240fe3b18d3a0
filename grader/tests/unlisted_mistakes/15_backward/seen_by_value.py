"""Variables that have been visited are remembered by their value, against cycles."""

from __future__ import annotations

import math
from collections.abc import Callable


class Variable:
    """A number in a computation.

    data: the number itself. grad: the derivative of an output for it, None as long as nobody has
    worked it out. creator: the Function that this is the output of, None if there is none.
    """

    def __init__(self, data: float) -> None:
        """Hold data. Raises TypeError unless it is an int or a float; a bool is neither."""
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            raise TypeError(f"a Variable holds an int or a float, not {type(data).__name__}")
        self.data = data
        self.grad: float | None = None
        self.creator: Function | None = None

    def backward(self) -> None:
        """Set the grad of every variable in the chain that led here, this one's included.

        The gradient starts as this variable's own grad, or 1.0 if that is None. Grads are set,
        not added up: a second call gives the same again. A chain may be 10,000 functions long.
        """
        if self.grad is None:
            self.grad = 1.0
        gy, function = self.grad, self.creator
        seen = {self.data}
        while function is not None:
            seen.add(function.output.data)
            gy = function.input.grad = function.backward(gy)
            function = None if function.input.data in seen else function.input.creator


class Function:
    """One step of a computation, from one Variable to another; subclasses say which.

    input, output: the Variables of the latest call.
    """

    input: Variable
    output: Variable

    def __call__(self, x: Variable) -> Variable:
        """Return a new Variable that holds forward(x.data) and has this function as creator.

        Sets input to x and output to the Variable returned, the objects themselves.
        """
        self.input = x
        self.output = Variable(self.forward(x.data))
        self.output.creator = self
        return self.output

    def forward(self, x: float) -> float:
        """Return the function's value at x. Raises NotImplementedError in the base class."""
        raise NotImplementedError

    def backward(self, gy: float) -> float:
        """Return the gradient for the input, given the gradient gy for the output.

        Raises NotImplementedError in the base class.
        """
        raise NotImplementedError


class Square(Function):
    """x²."""

    def forward(self, x: float) -> float:
        return x * x

    def backward(self, gy: float) -> float:
        return gy * 2 * self.input.data


class Exp(Function):
    """e^x."""

    def forward(self, x: float) -> float:
        return math.exp(x)

    def backward(self, gy: float) -> float:
        return gy * self.output.data


def square(x: Variable) -> Variable:
    """Return x² as a new Variable, made by a Square of its own."""
    return Square()(x)


def exp(x: Variable) -> Variable:
    """Return e^x as a new Variable, made by an Exp of its own."""
    return Exp()(x)


def numerical_grad(f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6) -> float:
    """Return the central difference of f at x: its slope between x − eps and x + eps.

    f takes a Variable and returns one; x stays as it was.
    """
    above, below = f(Variable(x.data + eps)), f(Variable(x.data - eps))
    return (above.data - below.data) / (2 * eps)
