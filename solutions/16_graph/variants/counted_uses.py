"""Kahn's way: first the uses of every node are counted, then a node waits for all of them."""

import math
from collections import Counter, deque


class Variable:
    __slots__ = ("data", "edges", "grad")

    def __init__(self, data, *edges):
        self.data = data
        self.grad = None
        self.edges = edges

    def backward(self):
        uses, seen, todo = Counter(), {id(self)}, [self]
        while todo:
            for source, _ in todo.pop().edges:
                uses[id(source)] += 1
                if id(source) not in seen:
                    seen.add(id(source))
                    todo.append(source)
        total = {id(self): 1.0}
        ready = deque([self])
        while ready:
            node = ready.popleft()
            gy = total.pop(id(node))
            if not node.edges:
                node.grad = gy + (0.0 if node.grad is None else node.grad)
            for source, back in node.edges:
                total[id(source)] = total.get(id(source), 0.0) + back(gy)
                uses[id(source)] -= 1
                if not uses[id(source)]:
                    ready.append(source)

    def cleargrad(self):
        self.grad = None

    def __add__(self, other):
        if isinstance(other, Variable):
            return Variable(self.data + other.data, (self, float), (other, float))
        return Variable(self.data + other, (self, float))

    def __radd__(self, other):
        return self + other

    def __neg__(self):
        return Variable(-self.data, (self, lambda gy: -gy))

    def __sub__(self, other):
        return self + -other

    def __rsub__(self, other):
        return -self + other

    def __mul__(self, other):
        a = self.data
        if not isinstance(other, Variable):
            return Variable(a * other, (self, lambda gy: gy * other))
        b = other.data
        return Variable(a * b, (self, lambda gy: gy * b), (other, lambda gy: gy * a))

    def __rmul__(self, other):
        return self * other

    def reciprocal(self):
        y = 1 / self.data
        return Variable(y, (self, lambda gy: -gy * y * y))

    def __truediv__(self, other):
        return self * (other.reciprocal() if isinstance(other, Variable) else 1 / other)

    def __rtruediv__(self, other):
        return other * self.reciprocal()

    def __pow__(self, n):
        x = self.data
        return Variable(x**n, (self, lambda gy: n and gy * n * x ** (n - 1)))


def exp(x):
    y = math.exp(x.data)
    return Variable(y, (x, lambda gy: gy * y))


def log(x):
    return Variable(math.log(x.data), (x, lambda gy: gy / x.data))


def sigmoid(x):
    if x.data >= 0:
        return 1 / (1 + exp(-x))
    return exp(x) / (1 + exp(x))
