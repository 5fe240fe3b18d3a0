"""A dataclass, and prints for whoever wants to see what happens."""

import math
from dataclasses import dataclass, field
from typing import Any


@dataclass(eq=False)
class Variable:
    data: float
    grad: float | None = field(default=None, init=False)
    creator: Any = field(default=None, init=False, repr=False)

    def __post_init__(self):
        if type(self.data) is not int and type(self.data) is not float:
            raise TypeError(f"not a number: {self.data!r}")


class Function:
    def __call__(self, x):
        self.input = x
        y = self.forward(x.data)
        print(f"{type(self).__name__}({x.data}) = {y}")
        self.output = Variable(y)
        self.output.creator = self
        return self.output

    def forward(self, x):
        raise NotImplementedError(f"{type(self).__name__}.forward")

    def backward(self, gy):
        raise NotImplementedError(f"{type(self).__name__}.backward")


class Square(Function):
    def forward(self, x):
        return math.pow(x, 2)

    def backward(self, gy):
        slope = 2.0 * self.input.data
        return slope * gy


class Exp(Function):
    def forward(self, x):
        self.y = math.exp(x)
        return self.y

    def backward(self, gy):
        return self.y * gy


def square(x: Variable) -> Variable:
    f = Square()
    return f(x)


def exp(x: Variable) -> Variable:
    f = Exp()
    return f(x)


def numerical_grad(f, x: Variable, eps: float = 1e-6) -> float:
    x0 = Variable(x.data - eps)
    x1 = Variable(x.data + eps)
    y0 = f(x0)
    y1 = f(x1)
    return (y1.data - y0.data) / (2 * eps)
