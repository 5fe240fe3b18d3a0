"""A small class for a row, with ints where a number is whole."""

from math import exp


class Row:
    __slots__ = ("values",)

    def __init__(self, values):
        self.values = tuple(values)

    def __len__(self):
        return len(self.values)

    def __mul__(self, other):
        return Row(a * b for a, b in zip(self.values, other.values))

    def __sub__(self, other):
        return Row(a - b for a, b in zip(self.values, other.values))

    def scaled(self, k):
        return Row(k * a for a in self.values)

    def total(self):
        return sum(self.values)

    def plain(self):
        return [int(v) if v == int(v) else v for v in self.values]


def _paired(a, b):
    left, right = [Row(r) for r in a], [Row(r) for r in b]
    if list(map(len, left)) != list(map(len, right)):
        raise ValueError("rows or columns differ in number")
    return list(zip(left, right))


def softmax_backward(y, dy):
    return [(p * g - p.scaled((p * g).total())).plain() for p, g in _paired(y, dy)]


def log_softmax_backward(log_y, dy):
    return [
        (g - Row(map(exp, logs.values)).scaled(g.total())).plain()
        for logs, g in _paired(log_y, dy)
    ]
