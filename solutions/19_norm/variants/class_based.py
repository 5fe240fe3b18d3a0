"""A class that remembers the forward pass; statistics from the standard library."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum
from statistics import fmean

Vector = list[float]
Matrix = list[list[float]]


@dataclass
class Normaliser:
    eps: float
    centre: bool

    def __call__(self, row: Vector) -> Vector:
        mean = fmean(row) if self.centre else 0.0
        rest = [value - mean for value in row]
        self.size = (fsum(v * v for v in rest) / len(row) + self.eps) ** 0.5
        self.normal = [v / self.size for v in rest]
        return self.normal

    def backward(self, d: Vector) -> Vector:
        along = fsum(a * b for a, b in zip(d, self.normal)) / len(d)
        mean = fmean(d) if self.centre else 0.0
        return [(a - mean - b * along) / self.size for a, b in zip(d, self.normal)]


def _fit(x: Matrix, *vectors: Vector, like: Matrix | None = None) -> None:
    width = len(x[0])
    if any(len(v) != width for v in vectors):
        raise ValueError("an entry for each column")
    if like is not None and [len(r) for r in like] != [len(r) for r in x]:
        raise ValueError("dy is to have the shape of x")


def layer_norm(x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5) -> Matrix:
    _fit(x, gain, bias)
    normal = Normaliser(eps, True)
    return [[v * g + b for v, g, b in zip(normal(row), gain, bias)] for row in x]


def rms_norm(x: Matrix, gain: Vector, eps: float = 1e-5) -> Matrix:
    _fit(x, gain)
    normal = Normaliser(eps, False)
    return [[v * g for v, g in zip(normal(row), gain)] for row in x]


def _back(x: Matrix, gain: Vector, dy: Matrix, normal: Normaliser) -> tuple[Matrix, Vector]:
    _fit(x, gain, like=dy)
    dx, terms = [], []
    for row, d in zip(x, dy):
        terms.append([a * v for a, v in zip(d, normal(row))])
        dx.append(normal.backward([a * g for a, g in zip(d, gain)]))
    return dx, [fsum(c) for c in zip(*terms)]


def layer_norm_backward(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    return *_back(x, gain, dy, Normaliser(eps, True)), [fsum(c) for c in zip(*dy)]


def rms_norm_backward(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    return _back(x, gain, dy, Normaliser(eps, False))
