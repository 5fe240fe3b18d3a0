"""Numbers that remember which function made them, and functions that remember their numbers.

Nothing is differentiated as a whole yet: each function knows the derivative of its own step.
"""

from __future__ import annotations
from collections.abc import Callable


class Variable:
    """A number in a computation.

    data: the number itself. grad: the derivative of some output for it, None as long as nobody
    has worked it out. creator: the Function that this is the output of, None if there is none.
    """

    def __init__(self, data: float) -> None:
        """Hold data. Raises TypeError unless it is an int or a float; a bool is neither."""
        raise NotImplementedError


class Function:
    """One step of a computation, from one Variable to another; subclasses say which.

    input, output: the Variables of the latest call.
    """

    def __call__(self, x: Variable) -> Variable:
        """Return a new Variable that holds forward(x.data) and has this function as creator.

        Sets input to x and output to the Variable returned, the objects themselves.
        """
        raise NotImplementedError

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
        raise NotImplementedError

    def backward(self, gy: float) -> float:
        raise NotImplementedError


class Exp(Function):
    """e^x."""

    def forward(self, x: float) -> float:
        raise NotImplementedError

    def backward(self, gy: float) -> float:
        raise NotImplementedError


def square(x: Variable) -> Variable:
    """Return x² as a new Variable, made by a Square of its own."""
    raise NotImplementedError


def exp(x: Variable) -> Variable:
    """Return e^x as a new Variable, made by an Exp of its own."""
    raise NotImplementedError


def numerical_grad(f: Callable[[Variable], Variable], x: Variable, eps: float = 1e-6) -> float:
    """Return the central difference of f at x: its slope between x − eps and x + eps.

    f takes a Variable and returns one; x stays as it was.
    """
    raise NotImplementedError
