"""Works on columns of statistics and zips them back; exact sums."""

from math import fsum, hypot


def _means(x):
    return [fsum(row) / len(row) for row in x]


def _scales(x, eps):
    return [hypot(*row, (eps * len(row)) ** 0.5) / len(row) ** 0.5 for row in x]


def _require(ok, text):
    if not ok:
        raise ValueError(text)


def layer_norm(x, gain, bias, eps=1e-5):
    _require(len(x[0]) == len(gain) == len(bias), "columns, gain, bias")
    moved = [[v - mean for v in row] for row, mean in zip(x, _means(x))]
    unit = [[v / s for v in row] for row, s in zip(moved, _scales(moved, eps))]
    return [[v * g + b for v, g, b in zip(row, gain, bias)] for row in unit]


def rms_norm(x, gain, eps=1e-5):
    _require(len(x[0]) == len(gain), "columns, gain")
    return [[v / s * g for v, g in zip(row, gain)] for row, s in zip(x, _scales(x, eps))]


def _back(x, gain, dy, eps):
    scales = _scales(x, eps)
    unit = [[v / s for v in row] for row, s in zip(x, scales)]
    up = [[d * g for d, g in zip(row, gain)] for row in dy]
    dots = [fsum(map(float.__mul__, map(float, u), r)) / len(r) for u, r in zip(up, unit)]
    dx = [
        [(a - b * dot) / s for a, b in zip(u, r)] for u, r, dot, s in zip(up, unit, dots, scales)
    ]
    dgain = [fsum(d[j] * r[j] for d, r in zip(dy, unit)) for j in range(len(gain))]
    return dx, dgain


def layer_norm_backward(x, gain, dy, eps=1e-5):
    _require(len(x[0]) == len(gain), "columns, gain")
    _require((len(x), len(x[0])) == (len(dy), len(dy[0])), "dy")
    moved = [[v - mean for v in row] for row, mean in zip(x, _means(x))]
    dx, dgain = _back(moved, gain, dy, eps)
    dx = [[v - mean for v in row] for row, mean in zip(dx, _means(dx))]
    return dx, dgain, [fsum(column) for column in zip(*dy)]


def rms_norm_backward(x, gain, dy, eps=1e-5):
    _require(len(x[0]) == len(gain), "columns, gain")
    _require((len(x), len(x[0])) == (len(dy), len(dy[0])), "dy")
    return _back(x, gain, dy, eps)
