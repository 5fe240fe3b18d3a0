"""Function classes with generations; the functions to be asked wait in a heap."""

import heapq
import itertools
import math

_tie = itertools.count()


class Variable:
    def __init__(self, data):
        self.data = data
        self.grad = None
        self.creator = None
        self.generation = 0

    def cleargrad(self):
        self.grad = None

    def backward(self):
        grads = {id(self): 1.0}
        if self.creator is None:
            self.grad = 1.0 + (self.grad or 0.0)
            return
        heap, seen, leaves = [], set(), {}

        def add(f):
            if f not in seen:
                seen.add(f)
                heapq.heappush(heap, (-f.generation, next(_tie), f))

        add(self.creator)
        while heap:
            f = heapq.heappop(heap)[2]
            gy = grads[id(f.output)]
            for x, gx in zip(f.inputs, f.backward(gy)):
                grads[id(x)] = grads[id(x)] + gx if id(x) in grads else gx
                if x.creator is not None:
                    add(x.creator)
                else:
                    leaves[id(x)] = x
        for key, x in leaves.items():
            x.grad = grads[key] if x.grad is None else x.grad + grads[key]

    def __add__(self, other):
        return Add()(self, other)

    def __radd__(self, other):
        return Add()(other, self)

    def __sub__(self, other):
        return Sub()(self, other)

    def __rsub__(self, other):
        return Sub()(other, self)

    def __mul__(self, other):
        return Mul()(self, other)

    def __rmul__(self, other):
        return Mul()(other, self)

    def __truediv__(self, other):
        return Div()(self, other)

    def __rtruediv__(self, other):
        return Div()(other, self)

    def __pow__(self, n):
        return Pow(n)(self)

    def __neg__(self):
        return Neg()(self)


class Function:
    def __call__(self, *inputs):
        self.inputs = [x if isinstance(x, Variable) else Variable(x) for x in inputs]
        self.output = Variable(self.forward(*(x.data for x in self.inputs)))
        self.generation = max(x.generation for x in self.inputs)
        self.output.creator = self
        self.output.generation = self.generation + 1
        return self.output


class Add(Function):
    def forward(self, a, b):
        return a + b

    def backward(self, gy):
        return gy, gy


class Sub(Function):
    def forward(self, a, b):
        return a - b

    def backward(self, gy):
        return gy, -gy


class Mul(Function):
    def forward(self, a, b):
        return a * b

    def backward(self, gy):
        a, b = self.inputs
        return gy * b.data, gy * a.data


class Div(Function):
    def forward(self, a, b):
        return a / b

    def backward(self, gy):
        a, b = self.inputs
        return gy / b.data, -gy * a.data / b.data**2


class Neg(Function):
    def forward(self, a):
        return -a

    def backward(self, gy):
        return (-gy,)


class Pow(Function):
    def __init__(self, n):
        self.n = n

    def forward(self, a):
        return a**self.n

    def backward(self, gy):
        if self.n == 0:
            return (0.0,)
        return (gy * self.n * self.inputs[0].data ** (self.n - 1),)


class Exp(Function):
    def forward(self, a):
        return math.exp(a)

    def backward(self, gy):
        return (gy * self.output.data,)


class Log(Function):
    def forward(self, a):
        return math.log(a)

    def backward(self, gy):
        return (gy / self.inputs[0].data,)


class Sigmoid(Function):
    def forward(self, a):
        return math.tanh(a / 2) / 2 + 0.5

    def backward(self, gy):
        return (gy * self.output.data * (1 - self.output.data),)


def exp(x):
    return Exp()(x)


def log(x):
    return Log()(x)


def sigmoid(x):
    return Sigmoid()(x)
