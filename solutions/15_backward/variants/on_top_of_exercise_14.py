"""The classes of exercise 14, subclassed: a call makes one of the new variables of it."""

import variable
from variable import Function as OldFunction
from variable import numerical_grad

__all__ = ["Exp", "Function", "Square", "Variable", "exp", "numerical_grad", "square"]


class Variable(variable.Variable):
    def backward(self):
        if self.grad is None:
            self.grad = 1.0
        v = self
        while v.creator is not None:
            f = v.creator
            f.input.grad = f.backward(v.grad)
            v = f.input


class Function(OldFunction):
    def __call__(self, x):
        y = super().__call__(x)
        self.output = Variable(y.data)
        self.output.creator = self
        return self.output


class Square(Function, variable.Square):
    pass


class Exp(Function, variable.Exp):
    pass


def square(x):
    return Square()(x)


def exp(x):
    return Exp()(x)
