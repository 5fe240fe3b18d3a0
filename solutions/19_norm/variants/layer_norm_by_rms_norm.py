"""Layer norm as RMS norm of the centred rows, forwards and backwards."""

from math import sqrt

Vector = list[float]
Matrix = list[list[float]]


class Misfit(ValueError):
    pass


def centred(x: Matrix) -> Matrix:
    return [[v - sum(row) / len(row) for v in row] for row in x]


def rms_norm(x: Matrix, gain: Vector, eps: float = 1e-5) -> Matrix:
    if len(gain) != len(x[0]):
        raise Misfit("gain")
    sizes = [sqrt(sum(v * v for v in row) / len(row) + eps) for row in x]
    return [[g * v / size for v, g in zip(row, gain)] for row, size in zip(x, sizes)]


def layer_norm(x: Matrix, gain: Vector, bias: Vector, eps: float = 1e-5) -> Matrix:
    if len(bias) != len(x[0]):
        raise Misfit("bias")
    return [[v + b for v, b in zip(row, bias)] for row in rms_norm(centred(x), gain, eps)]


def rms_norm_backward(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector]:
    if len(gain) != len(x[0]) or len(dy) != len(x) or len(dy[0]) != len(x[0]):
        raise Misfit("x, gain, dy")
    normal = rms_norm(x, [1.0] * len(gain), eps)
    dgain = [sum(n[j] * d[j] for n, d in zip(normal, dy)) for j in range(len(gain))]
    dx = []
    for row, n, d in zip(x, normal, dy):
        u = [a * g for a, g in zip(d, gain)]
        mean = sum(a * b for a, b in zip(u, n)) / len(n)
        size = sqrt(sum(v * v for v in row) / len(row) + eps)
        dx.append([(a - mean * b) / size for a, b in zip(u, n)])
    return dx, dgain


def layer_norm_backward(
    x: Matrix, gain: Vector, dy: Matrix, eps: float = 1e-5
) -> tuple[Matrix, Vector, Vector]:
    dx, dgain = rms_norm_backward(centred(x), gain, dy, eps)
    return centred(dx), dgain, [sum(column) for column in zip(*dy)]
