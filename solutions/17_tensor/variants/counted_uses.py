"""Kahn's way with rows as tuples inside; a tensor is ready when all of its users have answered."""

from math import exp, fsum, log


class Tensor:
    def __init__(self, data, *edges):
        self.rows = tuple(tuple(row) for row in data)
        self.edges = edges
        self.total = None

    @property
    def data(self):
        return [list(row) for row in self.rows]

    @property
    def grad(self):
        return None if self.total is None else [list(row) for row in self.total]

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0])

    def cleargrad(self):
        self.total = None

    def backward(self):
        if self.shape != (1, 1):
            raise ValueError("1×1")
        waiting, todo = {self: 0}, [self]
        for tensor in todo:
            for source, _ in tensor.edges:
                if source not in waiting:
                    waiting[source] = 0
                    todo.append(source)
                waiting[source] += 1
        flow, ready = {self: ((1.0,),)}, [self]
        for tensor in ready:
            g = flow.pop(tensor)
            if not tensor.edges:
                tensor.total = _sum(tensor.total, g)
            for source, back in tensor.edges:
                flow[source] = _sum(flow.get(source), back(g))
                waiting[source] -= 1
                if waiting[source] == 0:
                    ready.append(source)

    def __matmul__(self, other):
        a, b = self.rows, other.rows
        if len(a[0]) != len(b):
            raise ValueError("inner sizes")
        return Tensor(
            _dot(a, b), (self, lambda g: _dot(g, _turn(b))), (other, lambda g: _dot(_turn(a), g))
        )

    def __add__(self, other):
        if self.shape == other.shape:
            return Tensor(_sum(self.rows, other.rows), (self, _same), (other, _same))
        if other.shape != (1, self.shape[1]):
            raise ValueError("no row to add")
        spread = _sum(self.rows, other.rows * len(self.rows))
        return Tensor(spread, (self, _same), (other, lambda g: (tuple(map(fsum, zip(*g))),)))

    def __sub__(self, other):
        if self.shape != other.shape:
            raise ValueError("shapes")
        minus = _times(other.rows, -1)
        return Tensor(_sum(self.rows, minus), (self, _same), (other, lambda g: _times(g, -1)))

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            return Tensor(_times(self.rows, other), (self, lambda g: _times(g, other)))
        if self.shape != other.shape:
            raise ValueError("shapes")
        a, b = self.rows, other.rows
        return Tensor(_prod(a, b), (self, lambda g: _prod(g, b)), (other, lambda g: _prod(g, a)))

    def sum(self):
        n, m = self.shape
        total = fsum(x for row in self.rows for x in row)
        return Tensor([[total]], (self, lambda g: ((g[0][0],) * m,) * n))


def _same(g):
    return g


def _turn(a):
    return tuple(zip(*a))


def _dot(a, b):
    return tuple(tuple(fsum(map(float.__mul__, map(float, r), map(float, c))) for c in _turn(b)) for r in a)


def _sum(a, b):
    return b if a is None else tuple(tuple(x + y for x, y in zip(*rows)) for rows in zip(a, b))


def _prod(a, b):
    return tuple(tuple(x * y for x, y in zip(*rows)) for rows in zip(a, b))


def _times(a, k):
    return tuple(tuple(k * x for x in row) for row in a)


def sigmoid(a):
    def at(x):
        if x > 0:
            return 1 / (1 + exp(-x))
        return exp(x) / (1 + exp(x))

    y = tuple(tuple(map(at, row)) for row in a.rows)
    slopes = tuple(tuple(s * (1 - s) for s in row) for row in y)
    return Tensor(y, (a, lambda g: _prod(g, slopes)))


def log_softmax(a):
    y = []
    for row in a.rows:
        top = max(row)
        total = log(fsum(exp(x - top) for x in row))
        y.append(tuple((x - top) - total for x in row))

    def back(g):
        return tuple(
            tuple(u - exp(v) * fsum(us) for u, v in zip(us, vs)) for us, vs in zip(g, y)
        )

    return Tensor(y, (a, back))


def nll(log_probs, labels):
    n, m = log_probs.shape
    if len(labels) != n:
        raise ValueError("number of labels")
    for label in labels:
        if not 0 <= label < m:
            raise ValueError(f"label {label}")
    loss = -fsum(row[label] for row, label in zip(log_probs.rows, labels)) / n

    def back(g):
        return tuple(tuple(-g[0][0] / n * (j == label) for j in range(m)) for label in labels)

    return Tensor([[loss]], (log_probs, back))
