"""A generator walks the functions of the chain; weak references to outputs."""

import math
from weakref import ref


class Variable:
    __slots__ = ("__weakref__", "creator", "data", "grad")

    def __init__(self, data):
        if isinstance(data, bool) or not isinstance(data, (int, float)):
            raise TypeError("int or float")
        self.data = data
        self.grad = None
        self.creator = None

    def history(self):
        f = self.creator
        while f is not None:
            yield f
            f = f.input.creator

    def backward(self):
        self.grad = gy = 1.0 if self.grad is None else self.grad
        for f in self.history():
            gy = f.backward(gy)
            f.input.grad = gy


class Function:
    output = property(lambda self: self._output())

    def __call__(self, x):
        self.input = x
        y = Variable(self.forward(x.data))
        y.creator = self
        self._output = ref(y)
        return y

    def forward(self, x):
        raise NotImplementedError

    def backward(self, gy):
        raise NotImplementedError


class Square(Function):
    def forward(self, x):
        return x * x

    def backward(self, gy):
        return gy * 2 * self.input.data


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
