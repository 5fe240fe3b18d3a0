"""One tape for all tensors, read from its end; composite operations are made of simple ones."""

import math

TAPE = []


class Tensor:
    def __init__(self, data):
        self.data = [list(row) for row in data]
        self.grad = None
        self.at = None

    @property
    def shape(self):
        return len(self.data), len(self.data[0])

    def cleargrad(self):
        self.grad = None

    def backward(self):
        if self.shape != (1, 1):
            raise ValueError("a 1×1 tensor, please")
        if self.at is None:
            self.grad = plus(self.grad, [[1.0]])
            return
        flow = {self.at: [[1.0]]}
        for at in range(self.at, -1, -1):
            if at not in flow:
                continue
            gy = flow.pop(at)
            for x, back in TAPE[at]:
                if x.at is None:
                    x.grad = plus(x.grad, back(gy))
                else:
                    flow[x.at] = plus(flow.get(x.at), back(gy))

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ValueError("does not fit")
        a, b = self.data, other.data
        return put(
            product(a, b),
            (self, lambda g: product(g, [*zip(*b)])),
            (other, lambda g: product([*zip(*a)], g)),
        )

    def __add__(self, other):
        if other.shape[0] == 1 and self.shape[0] > 1:
            ones = Tensor([[1.0]] * self.shape[0])
            other = ones @ other
        must_agree(self, other)
        return put(plus(self.data, other.data), (self, lambda g: g), (other, lambda g: g))

    def __mul__(self, other):
        if not isinstance(other, Tensor):
            other = Tensor([[other] * self.shape[1] for _ in range(self.shape[0])])
        must_agree(self, other)
        a, b = self.data, other.data
        return put(times(a, b), (self, lambda g: times(g, b)), (other, lambda g: times(g, a)))

    def __sub__(self, other):
        must_agree(self, other)
        return self + other * -1.0

    def sum(self):
        n, m = self.shape
        return Tensor([[1.0] * n]) @ self @ Tensor([[1.0]] * m)


def must_agree(a, b):
    if a.shape != b.shape:
        raise ValueError(f"{a.shape} is not {b.shape}")


def put(data, *inputs):
    result = Tensor(data)
    result.at = len(TAPE)
    TAPE.append(inputs)
    return result


def plus(a, b):
    if a is None:
        return [list(row) for row in b]
    return [[x + y for x, y in zip(p, q)] for p, q in zip(a, b)]


def times(a, b):
    return [[x * y for x, y in zip(p, q)] for p, q in zip(a, b)]


def product(a, b):
    columns = [*zip(*b)]
    return [[sum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def sigmoid(a):
    def one(x):
        try:
            return 1 / (1 + math.exp(-x))
        except OverflowError:
            return 0.0

    y = [[one(x) for x in row] for row in a.data]
    slope = [[s * (1 - s) for s in row] for row in y]
    return put(y, (a, lambda g: times(g, slope)))


def log_softmax(a):
    y = []
    for row in a.data:
        m = max(row)
        logs = math.log(sum(math.exp(x - m) for x in row))
        y.append([x - m - logs for x in row])

    def back(g):
        return [
            [u - math.exp(v) * sum(g_row) for u, v in zip(g_row, y_row)] for g_row, y_row in zip(g, y)
        ]

    return put(y, (a, back))


def nll(log_probs, labels):
    n, m = log_probs.shape
    if len(labels) != n or any(label < 0 or label >= m for label in labels):
        raise ValueError("labels")
    weights = [[-1 / n if j == label else 0.0 for j in range(m)] for label in labels]
    return (log_probs * Tensor(weights)).sum()
