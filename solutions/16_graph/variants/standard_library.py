"""The order comes from graphlib; grads of results are kept and start from 0 in every pass."""

import math
from graphlib import TopologicalSorter


class Variable:
    def __init__(self, data):
        self.data = float(data)
        self.grad = None
        self.made_of = []

    def __repr__(self):
        return f"Variable({self.data}, grad={self.grad})"

    def backward(self):
        uses, todo = {self: set()}, [self]
        while todo:
            user = todo.pop()
            for source, _ in user.made_of:
                if source not in uses:
                    uses[source] = set()
                    todo.append(source)
                uses[source].add(user)
        order = list(TopologicalSorter(uses).static_order())
        for v in order:
            if v.made_of or v.grad is None:
                v.grad = 0.0
        self.grad = self.grad + 1.0
        for v in order:
            for source, slope in v.made_of:
                source.grad += v.grad * slope

    def cleargrad(self):
        self.grad = None

    def __add__(self, other):
        return of(self.data + value(other), (self, 1.0), (other, 1.0))

    def __sub__(self, other):
        return of(self.data - value(other), (self, 1.0), (other, -1.0))

    def __mul__(self, other):
        return of(self.data * value(other), (self, value(other)), (other, self.data))

    def __truediv__(self, other):
        quotient = self.data / value(other)
        return of(quotient, (self, 1 / value(other)), (other, -quotient / value(other)))

    def __radd__(self, other):
        return self + other

    def __rsub__(self, other):
        return -(self - other)

    def __rmul__(self, other):
        return self * other

    def __rtruediv__(self, other):
        return of(other / self.data, (self, -other / self.data**2))

    def __neg__(self):
        return self * -1.0

    def __pow__(self, n):
        return of(self.data**n, (self, n * self.data ** (n - 1) if n else 0.0))


def value(x):
    return x.data if isinstance(x, Variable) else x


def of(data, *pairs):
    result = Variable(data)
    result.made_of = [(x, slope) for x, slope in pairs if isinstance(x, Variable)]
    return result


def exp(x):
    return of(math.exp(x.data), (x, math.exp(x.data)))


def log(x):
    return of(math.log(x.data), (x, 1 / x.data))


def sigmoid(x):
    if x.data < 0:
        y = math.exp(x.data) / (1 + math.exp(x.data))
    else:
        y = 1 / (1 + math.exp(-x.data))
    return of(y, (x, y * (1 - y)))
