"""Numbers in one flat list with a shape beside it; serial numbers give the order."""

import itertools
import math

_serial = itertools.count()


class Tensor:
    def __init__(self, data):
        self._set([float(x) for row in data for x in row], (len(data), len(data[0])), [])

    @classmethod
    def _new(cls, flat, shape, edges):
        tensor = cls.__new__(cls)
        tensor._set(flat, shape, edges)
        return tensor

    def _set(self, flat, shape, edges):
        self.flat, self.shape, self.edges = flat, shape, edges
        self._grad = None
        self.serial = next(_serial)

    def _rows(self, flat):
        m = self.shape[1]
        return [flat[i : i + m] for i in range(0, len(flat), m)]

    @property
    def data(self):
        return self._rows(self.flat)

    @property
    def grad(self):
        return None if self._grad is None else self._rows(self._grad)

    def cleargrad(self):
        self._grad = None

    def _check(self, other):
        if self.shape != other.shape:
            raise ValueError("shapes")

    def __matmul__(self, other):
        n, k = self.shape
        if other.shape[0] != k:
            raise ValueError("shapes")
        m = other.shape[1]
        a, b = self.flat, other.flat
        y = [sum(a[i * k + p] * b[p * m + j] for p in range(k)) for i in range(n) for j in range(m)]

        def left(g):
            return [
                sum(g[i * m + j] * b[p * m + j] for j in range(m)) for i in range(n) for p in range(k)
            ]

        def right(g):
            return [
                sum(a[i * k + p] * g[i * m + j] for i in range(n)) for p in range(k) for j in range(m)
            ]

        return Tensor._new(y, (n, m), [(self, left), (other, right)])

    def __add__(self, other):
        n, m = self.shape
        if other.shape == (1, m):
            y = [x + other.flat[p % m] for p, x in enumerate(self.flat)]
            return Tensor._new(
                y, (n, m), [(self, list), (other, lambda g: [sum(g[j::m]) for j in range(m)])]
            )
        self._check(other)
        y = [x + b for x, b in zip(self.flat, other.flat)]
        return Tensor._new(y, (n, m), [(self, list), (other, list)])

    def __sub__(self, other):
        self._check(other)
        y = [x - b for x, b in zip(self.flat, other.flat)]
        return Tensor._new(y, self.shape, [(self, list), (other, lambda g: [-x for x in g])])

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            return _map(self, [x * other for x in self.flat], [other] * len(self.flat))
        self._check(other)
        a, b = self.flat, other.flat
        times = lambda g, f: [x * y for x, y in zip(g, f)]
        return Tensor._new(
            times(a, b), self.shape, [(self, lambda g: times(g, b)), (other, lambda g: times(g, a))]
        )

    def sum(self):
        size = len(self.flat)
        return Tensor._new([sum(self.flat)], (1, 1), [(self, lambda g: g * size)])

    def backward(self):
        if self.shape != (1, 1):
            raise ValueError("not 1×1")
        nodes, todo = {self.serial: self}, [self]
        while todo:
            for source, _ in todo.pop().edges:
                if source.serial not in nodes:
                    nodes[source.serial] = source
                    todo.append(source)
        flow = {self.serial: [1.0]}
        for serial in sorted(nodes, reverse=True):
            node, g = nodes[serial], flow.pop(serial)
            if not node.edges:
                node._grad = g if node._grad is None else [x + y for x, y in zip(node._grad, g)]
            for source, back in node.edges:
                more = back(g)
                old = flow.get(source.serial)
                flow[source.serial] = more if old is None else [x + y for x, y in zip(old, more)]


def _map(a, y, slopes):
    return Tensor._new(y, a.shape, [(a, lambda g: [x * s for x, s in zip(g, slopes)])])


def sigmoid(a):
    y = []
    for x in a.flat:
        e = math.exp(-abs(x))
        y.append(1 / (1 + e) if x >= 0 else e / (1 + e))
    return _map(a, y, [s * (1 - s) for s in y])


def log_softmax(a):
    n, m = a.shape
    y = []
    for i in range(n):
        row = a.flat[i * m : (i + 1) * m]
        highest = max(row)
        shifted = [x - highest for x in row]
        log_sum = math.log(sum(map(math.exp, shifted)))
        y += [x - log_sum for x in shifted]

    def back(g):
        sums = [sum(g[i * m : (i + 1) * m]) for i in range(n)]
        return [x - math.exp(z) * sums[p // m] for p, (x, z) in enumerate(zip(g, y))]

    return Tensor._new(y, a.shape, [(a, back)])


def nll(log_probs, labels):
    n, m = log_probs.shape
    if len(labels) != n or not all(0 <= c < m for c in labels):
        raise ValueError("labels")
    places = [i * m + c for i, c in enumerate(labels)]

    def back(g):
        gx = [0.0] * (n * m)
        for p in places:
            gx[p] = -g[0] / n
        return gx

    return Tensor._new([-sum(log_probs.flat[p] for p in places) / n], (1, 1), [(log_probs, back)])
