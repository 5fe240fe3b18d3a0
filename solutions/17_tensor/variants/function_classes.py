"""Function classes with generations in a heap, on top of the modules of earlier exercises."""

import heapq
import itertools
import math

import sigmoid as exercise_02
import softmax as exercise_03
from matmul import matmul, transpose

_tie = itertools.count()


class Tensor:
    def __init__(self, data):
        self.data, self.grad, self.creator, self.generation = data, None, None, 0

    shape = property(lambda self: (len(self.data), len(self.data[0])))

    def __matmul__(self, other):
        return MatMul()(self, other)

    def __add__(self, other):
        return Add()(self, other)

    def __sub__(self, other):
        return Sub()(self, other)

    def __mul__(self, other):
        return Mul()(self, other) if isinstance(other, Tensor) else Scale(other)(self)

    def sum(self):
        return Sum()(self)

    def cleargrad(self):
        self.grad = None

    def backward(self):
        if self.shape != (1, 1):
            raise ValueError(f"shape {self.shape}")
        flow, heap, known = {self: [[1.0]]}, [], set()

        def meet(tensor):
            if tensor not in known:
                known.add(tensor)
                heapq.heappush(heap, (-tensor.generation, next(_tie), tensor))

        meet(self)
        while heap:
            _, _, tensor = heapq.heappop(heap)
            gy = flow.pop(tensor)
            if tensor.creator is None:
                tensor.grad = added(tensor.grad, gy)
                continue
            f = tensor.creator
            for x, gx in zip(f.inputs, f.backward(gy)):
                flow[x] = added(flow.get(x), gx)
                meet(x)


def added(a, b):
    return b if a is None else [[x + y for x, y in zip(*rows)] for rows in zip(a, b)]


def times(a, b):
    return [[x * y for x, y in zip(*rows)] for rows in zip(a, b)]


class Function:
    def __call__(self, *inputs):
        self.inputs = inputs
        self.y = self.forward(*(x.data for x in inputs))
        result = Tensor(self.y)
        result.creator = self
        result.generation = 1 + max(x.generation for x in inputs)
        return result

    def same_shape(self):
        a, b = self.inputs
        if a.shape != b.shape:
            raise ValueError(f"{a.shape} and {b.shape}")


class MatMul(Function):
    def forward(self, a, b):
        return matmul(a, b)

    def backward(self, gy):
        a, b = (x.data for x in self.inputs)
        return matmul(gy, transpose(b)), matmul(transpose(a), gy)


class Add(Function):
    def forward(self, a, b):
        self.spread = len(b) == 1 < len(a) and len(b[0]) == len(a[0])
        if not self.spread:
            self.same_shape()
        return added(a, b * len(a) if self.spread else b)

    def backward(self, gy):
        return gy, [list(map(sum, zip(*gy)))] if self.spread else gy


class Sub(Function):
    def forward(self, a, b):
        self.same_shape()
        return [[x - y for x, y in zip(*rows)] for rows in zip(a, b)]

    def backward(self, gy):
        return gy, [[-g for g in row] for row in gy]


class Mul(Function):
    def forward(self, a, b):
        self.same_shape()
        return times(a, b)

    def backward(self, gy):
        a, b = (x.data for x in self.inputs)
        return times(gy, b), times(gy, a)


class Scale(Function):
    def __init__(self, k):
        self.k = k

    def forward(self, a):
        return [[self.k * x for x in row] for row in a]

    def backward(self, gy):
        return (self.forward(gy),)


class Sum(Function):
    def forward(self, a):
        return [[sum(sum(row) for row in a)]]

    def backward(self, gy):
        return ([[gy[0][0] for _ in row] for row in self.inputs[0].data],)


class Sigmoid(Function):
    def forward(self, a):
        return exercise_02.sigmoid(a)

    def backward(self, gy):
        return (exercise_02.sigmoid_backward(self.y, gy),)


class LogSoftmax(Function):
    def forward(self, a):
        return exercise_03.log_softmax(a)

    def backward(self, gy):
        gx = []
        for g_row, y_row in zip(gy, self.y):
            s = sum(g_row)
            gx.append([g - math.exp(y) * s for g, y in zip(g_row, y_row)])
        return (gx,)


class NLL(Function):
    def __init__(self, labels):
        self.labels = list(labels)

    def forward(self, a):
        if len(self.labels) != len(a) or min(self.labels) < 0 or max(self.labels) >= len(a[0]):
            raise ValueError(f"labels {self.labels}")
        return [[-sum(row[label] for row, label in zip(a, self.labels)) / len(a)]]

    def backward(self, gy):
        share = -gy[0][0] / len(self.labels)
        columns = range(len(self.inputs[0].data[0]))
        return ([[share if j == label else 0.0 for j in columns] for label in self.labels],)


def sigmoid(a):
    return Sigmoid()(a)


def log_softmax(a):
    return LogSoftmax()(a)


def nll(log_probs, labels):
    return NLL(labels)(log_probs)
