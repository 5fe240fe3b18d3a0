"""A list of functions still to be asked, from which the last is taken."""

import math


class Variable:
    def __init__(self, data):
        if type(data) not in (int, float):
            raise TypeError(type(data))
        self.data = data
        self.grad = None
        self.creator = None

    def backward(self):
        if self.grad is None:
            self.grad = 1.0
        functions = [self.creator] if self.creator else []
        while functions:
            f = functions.pop()
            x, y = f.input, f.output
            x.grad = f.backward(y.grad)
            if x.creator is not None:
                functions.append(x.creator)


class Function:
    def __call__(self, x):
        y = Variable(self.forward(x.data))
        y.creator = self
        self.input = x
        self.output = y
        return y

    def forward(self, x):
        raise NotImplementedError

    def backward(self, gy):
        raise NotImplementedError


class Square(Function):
    def forward(self, x):
        return x**2

    def backward(self, gy):
        return gy * self.input.data * 2


class Exp(Function):
    def forward(self, x):
        return math.exp(x)

    def backward(self, gy):
        return gy * math.exp(self.input.data)


def square(x):
    return Square()(x)


def exp(x):
    return Exp()(x)


def numerical_grad(f, x, eps=1e-6):
    return (f(Variable(x.data + eps)).data - f(Variable(x.data - eps)).data) / (2 * eps)
