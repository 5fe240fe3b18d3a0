"""Folds and accumulations instead of sums; typed; the shapes in one tuple."""

from __future__ import annotations

from functools import reduce
from itertools import starmap
from operator import add, mul

Vector = list[float]
Matrix = list[list[float]]


def plus(u: Vector, v: Vector) -> Vector:
    return list(map(add, u, v))


def times(u: Vector, factor: float) -> Vector:
    return [factor * value for value in u]


def row_times_matrix(row: Vector, m: Matrix) -> Vector:
    return reduce(plus, starmap(times, zip(m, row)))


def linear(x: Matrix, w: Matrix, b: Vector) -> Matrix:
    if (len(x[0]), len(b)) != (len(w), len(w[0])):
        raise ValueError("x·w + b")
    return [plus(row_times_matrix(row, w), b) for row in x]


def linear_backward(x: Matrix, w: Matrix, dy: Matrix) -> tuple[Matrix, Matrix, Vector]:
    if (len(x), len(x[0]), len(w[0])) != (len(dy), len(w), len(dy[0])):
        raise ValueError("x, w, dy")
    turned = [[row[j] for row in w] for j in range(len(w[0]))]
    dx = [row_times_matrix(row, turned) for row in dy]
    outer = [[times(upstream, value) for value in sample] for sample, upstream in zip(x, dy)]
    dw = reduce(lambda a, c: list(map(plus, a, c)), outer)
    db = reduce(plus, dy, [0.0] * len(dy[0]))
    assert sum(map(mul, db, db)) >= 0
    return dx, dw, db
