"""Index loops all the way."""

import math


def layer_norm(x, gain, bias, eps=1e-5):
    n, m = len(x), len(x[0])
    if len(gain) != m or len(bias) != m:
        raise ValueError("gain and bias need an entry for each column")
    out = []
    for i in range(n):
        mean = 0.0
        for j in range(m):
            mean += x[i][j]
        mean /= m
        var = 0.0
        for j in range(m):
            var += (x[i][j] - mean) ** 2
        var /= m
        std = math.sqrt(var + eps)
        out.append([])
        for j in range(m):
            out[i].append((x[i][j] - mean) / std * gain[j] + bias[j])
    return out


def layer_norm_backward(x, gain, dy, eps=1e-5):
    n, m = len(x), len(x[0])
    if len(gain) != m or len(dy) != n or len(dy[0]) != m:
        raise ValueError("shapes do not fit")
    dx, dgain, dbias = [], [0.0] * m, [0.0] * m
    for i in range(n):
        mean = sum(x[i]) / m
        var = sum((v - mean) ** 2 for v in x[i]) / m
        inv = 1.0 / math.sqrt(var + eps)
        xhat = [(v - mean) * inv for v in x[i]]
        g = [dy[i][j] * gain[j] for j in range(m)]
        mean_g = sum(g) / m
        mean_gx = sum(g[j] * xhat[j] for j in range(m)) / m
        row = []
        for j in range(m):
            row.append(inv * (g[j] - mean_g - xhat[j] * mean_gx))
            dgain[j] += dy[i][j] * xhat[j]
            dbias[j] += dy[i][j]
        dx.append(row)
    return dx, dgain, dbias


def rms_norm(x, gain, eps=1e-5):
    m = len(x[0])
    if len(gain) != m:
        raise ValueError("gain needs an entry for each column")
    out = []
    for row in x:
        total = 0.0
        for v in row:
            total += v * v
        scale = 1.0 / math.sqrt(total / m + eps)
        out.append([row[j] * scale * gain[j] for j in range(m)])
    return out


def rms_norm_backward(x, gain, dy, eps=1e-5):
    n, m = len(x), len(x[0])
    if len(gain) != m or len(dy) != n or len(dy[0]) != m:
        raise ValueError("shapes do not fit")
    dx, dgain = [], [0.0] * m
    for i in range(n):
        scale = 1.0 / math.sqrt(sum(v * v for v in x[i]) / m + eps)
        dot = 0.0
        for j in range(m):
            dot += dy[i][j] * gain[j] * x[i][j]
            dgain[j] += dy[i][j] * x[i][j] * scale
        dx.append([scale * dy[i][j] * gain[j] - x[i][j] * dot * scale**3 / m for j in range(m)])
    return dx, dgain
