"""Slots, a property that guards data, and a numerical gradient that moves x and puts it back."""

import math


class Variable:
    __slots__ = ("_data", "creator", "grad")

    def __init__(self, data):
        self.data = data
        self.grad = self.creator = None

    @property
    def data(self):
        return self._data

    @data.setter
    def data(self, value):
        if type(value) not in (int, float):
            raise TypeError("data is an int or a float")
        self._data = value


class Function:
    def __call__(self, x):
        y = Variable(self.forward(x.data))
        self.input, self.output, y.creator = x, y, self
        return y

    def forward(self, x):
        raise NotImplementedError()

    def backward(self, gy):
        raise NotImplementedError()


class Square(Function):
    def forward(self, x):
        return x**2

    def backward(self, gy):
        return 2 * self.input.data * gy


class Exp(Function):
    def forward(self, x):
        return math.exp(x)

    def backward(self, gy):
        return math.exp(self.input.data) * gy


def square(x):
    return Square()(x)


def exp(x):
    return Exp()(x)


def numerical_grad(f, x, eps=1e-6):
    before = x.data
    try:
        x.data = before + eps
        above = f(x).data
        x.data = before - eps
        below = f(x).data
    finally:
        x.data = before
    return (above - below) / (2 * eps)
