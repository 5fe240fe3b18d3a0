"""Starts from the grad that the output has, and leaves one on every result: as dezero does."""

from __future__ import annotations

import math
from collections.abc import Callable

# From the gradient for a result to what it adds to the gradient for one of its inputs.
_Pull = Callable[[float], float]


class Variable:
    """A number, and how it came about: a node in the graph of a computation.

    data: the number itself. grad: for a leaf, which no operation made, the sum of its gradients
    from every backward since it was created or cleared; None if there was none.

    The operators + - * / and ** give new Variables; all but the exponent of ** may be a Variable
    or a plain number, on either side. The exponent is a number. x ** 0 has gradient 0 everywhere.
    """

    def __init__(self, data: float) -> None:
        """Hold data, as a leaf."""
        self.data = data
        self.grad: float | None = None
        self._inputs: tuple[tuple[Variable, _Pull], ...] = ()

    def __add__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        return _result(self.data + right.data, (self, lambda gy: gy), (right, lambda gy: gy))

    def __sub__(self, other: Variable | float) -> Variable:
        return self + -_variable(other)

    def __mul__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        return _result(
            self.data * right.data,
            (self, lambda gy: gy * right.data),
            (right, lambda gy: gy * self.data),
        )

    def __truediv__(self, other: Variable | float) -> Variable:
        right = _variable(other)
        quotient = self.data / right.data
        return _result(
            quotient,
            (self, lambda gy: gy / right.data),
            (right, lambda gy: -gy * quotient / right.data),
        )

    def __pow__(self, exponent: float) -> Variable:
        def pull(gy: float) -> float:
            return gy * exponent * self.data ** (exponent - 1) if exponent else 0.0

        return _result(self.data**exponent, (self, pull))

    def __neg__(self) -> Variable:
        return _result(-self.data, (self, lambda gy: -gy))

    def __radd__(self, other: float) -> Variable:
        return _variable(other) + self

    def __rsub__(self, other: float) -> Variable:
        return _variable(other) - self

    def __rmul__(self, other: float) -> Variable:
        return _variable(other) * self

    def __rtruediv__(self, other: float) -> Variable:
        return _variable(other) / self

    def backward(self) -> None:
        """Add the derivative of this variable for each leaf of its graph to that leaf's grad.

        Every node is visited once, however many paths lead to it; a graph may be 10,000
        operations deep. A second call adds the same again.
        """
        gradients = {self: 1.0 if self.grad is None or not self._inputs else self.grad}
        for variable in reversed(_inputs_first(self)):
            gy = gradients[variable]
            if variable._inputs:
                variable.grad = gy
            else:
                variable.grad = gy if variable.grad is None else variable.grad + gy
            for source, pull in variable._inputs:
                gradients[source] = gradients.get(source, 0.0) + pull(gy)

    def cleargrad(self) -> None:
        """Make grad None again."""
        self.grad = None


def exp(x: Variable) -> Variable:
    """Return e^x as a new Variable."""
    y = math.exp(x.data)
    return _result(y, (x, lambda gy: gy * y))


def log(x: Variable) -> Variable:
    """Return the natural logarithm of x as a new Variable."""
    return _result(math.log(x.data), (x, lambda gy: gy / x.data))


def sigmoid(x: Variable) -> Variable:
    """Return 1/(1 + e^-x) as a new Variable."""
    e = math.exp(-abs(x.data))
    y = (1.0 if x.data >= 0 else e) / (1 + e)
    return _result(y, (x, lambda gy: gy * y * (1 - y)))


def _variable(operand: Variable | float) -> Variable:
    return operand if isinstance(operand, Variable) else Variable(operand)


def _result(data: float, *inputs: tuple[Variable, _Pull]) -> Variable:
    """A Variable that an operation made of inputs, each with the way back to it."""
    result = Variable(data)
    result._inputs = inputs
    return result


def _inputs_first(output: Variable) -> list[Variable]:
    """Everything that output was made of, each after its own inputs: a topological order."""
    order: list[Variable] = []
    seen: set[Variable] = set()
    stack = [(output, False)]
    while stack:
        variable, inputs_done = stack.pop()
        if inputs_done:
            order.append(variable)
        elif variable not in seen:
            seen.add(variable)
            stack.append((variable, True))
            stack += [(source, False) for source, _ in variable._inputs]
    return order
