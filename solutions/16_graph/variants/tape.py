"""One tape for all: every operation is written down in order, and backward reads it from the end."""

import math

TAPE = []  # (result, ((input, slope), …))


class Variable:
    def __init__(self, data):
        self.data = data
        self.grad = None
        self.position = None

    def backward(self):
        if self.position is None:
            self.grad = (self.grad or 0) + 1
            return
        flowing = {id(self): 1.0}
        for result, inputs in TAPE[self.position :: -1]:
            gy = flowing.pop(id(result), None)
            if gy is None:
                continue
            for x, slope in inputs:
                if x.position is None:
                    x.grad = (x.grad or 0) + gy * slope
                else:
                    flowing[id(x)] = flowing.get(id(x), 0) + gy * slope

    def cleargrad(self):
        self.grad = None

    def __add__(self, other):
        return record(self.data + number(other), (self, 1), (other, 1))

    __radd__ = __add__

    def __sub__(self, other):
        return record(self.data - number(other), (self, 1), (other, -1))

    def __rsub__(self, other):
        return record(other - self.data, (self, -1))

    def __mul__(self, other):
        return record(self.data * number(other), (self, number(other)), (other, self.data))

    __rmul__ = __mul__

    def __truediv__(self, other):
        b = number(other)
        return record(self.data / b, (self, 1 / b), (other, -self.data / b / b))

    def __rtruediv__(self, other):
        return record(other / self.data, (self, -other / self.data / self.data))

    def __pow__(self, n):
        slope = 0 if n == 0 else n * self.data ** (n - 1)
        return record(self.data**n, (self, slope))

    def __neg__(self):
        return record(-self.data, (self, -1))


def number(x):
    return x.data if isinstance(x, Variable) else x


def record(value, *inputs):
    result = Variable(value)
    result.position = len(TAPE)
    TAPE.append((result, tuple(pair for pair in inputs if isinstance(pair[0], Variable))))
    return result


def exp(x):
    y = math.exp(x.data)
    return record(y, (x, y))


def log(x):
    return record(math.log(x.data), (x, 1 / x.data))


def logistic(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def sigmoid(x):
    y = logistic(x.data)
    return record(y, (x, y - y * y))
