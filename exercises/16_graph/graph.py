"""Automatic differentiation of any expression in plain numbers, by one walk back over its graph."""

from __future__ import annotations
from collections.abc import Callable


class Variable:
    """A number, and how it came about: a node in the graph of a computation.

    data: the number itself. grad: for a leaf, which no operation made, the sum of its gradients
    from every backward since it was created or cleared; None if there was none.

    The operators + - * / and ** give new Variables; all but the exponent of ** may be a Variable
    or a plain number, on either side. The exponent is a number. x ** 0 has gradient 0 everywhere.
    """

    def __init__(self, data: float) -> None:
        """Hold data, as a leaf."""
        raise NotImplementedError

    def __add__(self, other: Variable | float) -> Variable:
        raise NotImplementedError

    def __sub__(self, other: Variable | float) -> Variable:
        raise NotImplementedError

    def __mul__(self, other: Variable | float) -> Variable:
        raise NotImplementedError

    def __truediv__(self, other: Variable | float) -> Variable:
        raise NotImplementedError

    def __pow__(self, exponent: float) -> Variable:
        raise NotImplementedError

    def __neg__(self) -> Variable:
        raise NotImplementedError

    def __radd__(self, other: float) -> Variable:
        raise NotImplementedError

    def __rsub__(self, other: float) -> Variable:
        raise NotImplementedError

    def __rmul__(self, other: float) -> Variable:
        raise NotImplementedError

    def __rtruediv__(self, other: float) -> Variable:
        raise NotImplementedError

    def backward(self) -> None:
        """Add the derivative of this variable for each leaf of its graph to that leaf's grad.

        Every node is visited once, however many paths lead to it; a graph may be 10,000
        operations deep. A second call adds the same again.
        """
        raise NotImplementedError

    def cleargrad(self) -> None:
        """Make grad None again."""
        raise NotImplementedError


def exp(x: Variable) -> Variable:
    """Return e^x as a new Variable."""
    raise NotImplementedError


def log(x: Variable) -> Variable:
    """Return the natural logarithm of x as a new Variable."""
    raise NotImplementedError


def sigmoid(x: Variable) -> Variable:
    """Return 1/(1 + e^-x) as a new Variable."""
    raise NotImplementedError
