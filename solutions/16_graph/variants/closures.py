"""Every result has a closure that sends its gradient on; the order is found with a stack."""

import math


class Variable:
    def __init__(self, data, parents=(), send=None):
        self.data = data
        self.grad = None
        self.parents = parents
        self.send = send or (lambda gy: None)
        self.received = 0.0

    def __add__(self, other):
        other = other if isinstance(other, Variable) else Variable(other)

        def send(gy):
            self.received += gy
            other.received += gy

        return Variable(self.data + other.data, (self, other), send)

    def __mul__(self, other):
        other = other if isinstance(other, Variable) else Variable(other)

        def send(gy):
            self.received += gy * other.data
            other.received += gy * self.data

        return Variable(self.data * other.data, (self, other), send)

    def __pow__(self, n):
        def send(gy):
            if n != 0:
                self.received += gy * n * self.data ** (n - 1)

        return Variable(self.data**n, (self,), send)

    def __neg__(self):
        return self * -1

    def __sub__(self, other):
        return self + (-other)

    def __truediv__(self, other):
        return self * other**-1

    __radd__ = __add__
    __rmul__ = __mul__

    def __rsub__(self, other):
        return -self + other

    def __rtruediv__(self, other):
        return self**-1 * other

    def cleargrad(self):
        self.grad = None

    def backward(self):
        order, done, stack = [], set(), [self]
        while stack:
            v = stack[-1]
            if v in done:
                stack.pop()
                continue
            waiting = [p for p in v.parents if p not in done]
            if waiting:
                stack.extend(waiting)
            else:
                done.add(v)
                order.append(stack.pop())
        for v in order:
            v.received = 0.0
        self.received = 1.0
        for v in reversed(order):
            v.send(v.received)
            if not v.parents:
                v.grad = v.received if v.grad is None else v.grad + v.received


def exp(x):
    y = math.exp(x.data)

    def send(gy):
        x.received += gy * y

    return Variable(y, (x,), send)


def log(x):
    def send(gy):
        x.received += gy / x.data

    return Variable(math.log(x.data), (x,), send)


def logistic(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def sigmoid(x):
    y = logistic(x.data)

    def send(gy):
        x.received += gy * y * (1 - y)

    return Variable(y, (x,), send)
