"""Every Variable has a running number: what was made later cannot be an input of what came before."""

import itertools
import math
import operator


class Variable:
    numbers = itertools.count()

    def __init__(self, data, inputs=(), slopes=()):
        self.data, self.grad = data, None
        self.inputs, self.slopes = inputs, slopes
        self.number = next(Variable.numbers)

    def graph(self):
        found, todo = {self.number: self}, [self]
        while todo:
            for x in todo.pop().inputs:
                if x.number not in found:
                    found[x.number] = x
                    todo.append(x)
        return sorted(found.values(), key=operator.attrgetter("number"), reverse=True)

    def backward(self):
        graph = self.graph()
        flow = dict.fromkeys((v.number for v in graph), 0.0)
        flow[self.number] = 1.0
        for v in graph:
            for x, slope in zip(v.inputs, v.slopes):
                flow[x.number] += slope() * flow[v.number]
        for v in graph:
            if not v.inputs:
                v.grad = flow[v.number] if v.grad is None else v.grad + flow[v.number]

    def cleargrad(self):
        self.grad = None

    def __neg__(self):
        return Variable(-self.data, (self,), (lambda: -1,))

    def __pow__(self, n):
        return Variable(
            self.data**n, (self,), (lambda: n * self.data ** (n - 1) if n else 0,)
        )


def _install(name, value, left_slope, right_slope):
    def make(a, b):
        a, b = (x if isinstance(x, Variable) else Variable(x) for x in (a, b))
        slopes = (lambda: left_slope(a.data, b.data), lambda: right_slope(a.data, b.data))
        return Variable(value(a.data, b.data), (a, b), slopes)

    setattr(Variable, f"__{name}__", make)
    setattr(Variable, f"__r{name}__", lambda self, other: make(other, self))


_install("add", operator.add, lambda a, b: 1, lambda a, b: 1)
_install("sub", operator.sub, lambda a, b: 1, lambda a, b: -1)
_install("mul", operator.mul, lambda a, b: b, lambda a, b: a)
_install("truediv", operator.truediv, lambda a, b: 1 / b, lambda a, b: -a / b**2)


def exp(x):
    return Variable(math.exp(x.data), (x,), (lambda: math.exp(x.data),))


def log(x):
    return Variable(math.log(x.data), (x,), (lambda: 1 / x.data,))


def logistic(z):
    if z >= 0:
        return 1 / (1 + math.exp(-z))
    e = math.exp(z)
    return e / (1 + e)


def sigmoid(x):
    y = logistic(x.data)
    return Variable(y, (x,), (lambda: y * (1 - y),))
