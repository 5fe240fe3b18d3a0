"""All variables of the chain are listed before the first gradient is worked out."""

import math


class Variable:
    def __init__(self, data):
        if type(data) is not float and type(data) is not int:
            raise TypeError(data)
        self.data = data
        self.grad = None
        self.creator = None

    def backward(self):
        chain = [self]
        while chain[-1].creator:
            chain.append(chain[-1].creator.input)
        chain[0].grad = 1.0 if self.grad is None else self.grad
        for after, before in zip(chain, chain[1:]):
            before.grad = after.creator.backward(after.grad)


class Function:
    def __init__(self):
        self.input = self.output = None

    def __call__(self, variable):
        self.input = variable
        self.output = Variable(self.forward(variable.data))
        self.output.creator = self
        return self.output

    def forward(self, x):
        raise NotImplementedError

    def backward(self, gy):
        raise NotImplementedError


class Square(Function):
    def forward(self, x):
        return x * x

    def backward(self, gy):
        return 2 * gy * self.input.data


class Exp(Function):
    def forward(self, x):
        return math.exp(x)

    def backward(self, gy):
        return gy * self.output.data


def square(x):
    return Square()(x)


def exp(x):
    return Exp()(x)


def numerical_grad(f, x, eps=1e-6):
    above = f(Variable(x.data + eps))
    below = f(Variable(x.data - eps))
    return (above.data - below.data) / (2 * eps)
