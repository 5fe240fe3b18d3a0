"""One function for one query; keys and values are cut before anything is computed."""

import math

Vector = list[float]
Matrix = list[list[float]]


def one(query: Vector, keys: Matrix) -> Vector:
    scores = [math.fsum(map(lambda a, b: a * b, query, key)) for key in keys]
    scores = [s / math.sqrt(len(query)) for s in scores]
    top = max(scores)
    parts = [math.exp(s - top) for s in scores]
    total = math.fsum(parts)
    return [p / total for p in parts]


def visible(q, k, v, causal):
    if {len(row) for row in q} != {len(row) for row in k}:
        raise ValueError("widths of queries and keys")
    if len(v) != len(k):
        raise ValueError("keys and values")
    if not causal:
        return [len(k)] * len(q)
    if len(q) > len(k):
        raise ValueError("more queries than keys")
    return list(range(len(k) - len(q) + 1, len(k) + 1))


def attention(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    out = []
    for query, count in zip(q, visible(q, k, v, causal)):
        share = one(query, k[:count])
        out.append([math.fsum(s * x for s, x in zip(share, col)) for col in zip(*v[:count])])
    return out


def attention_backward(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> tuple[Matrix, Matrix, Matrix]:
    counts = visible(q, k, v, causal)
    if [len(row) for row in dout] != [len(v[0])] * len(q):
        raise ValueError("dout")
    dq, dk, dv = ([[0.0] * len(row) for row in m] for m in (q, k, v))
    for i, count in enumerate(counts):
        share = one(q[i], k[:count])
        up = [sum(a * b for a, b in zip(dout[i], v[j])) for j in range(count)]
        for j in range(count):
            through = sum(
                up[other] * share[other] * ((1.0 if other == j else 0.0) - share[j])
                for other in range(count)
            )
            through /= len(q[i]) ** 0.5
            for c, x in enumerate(k[j]):
                dq[i][c] += through * x
            for c, x in enumerate(q[i]):
                dk[j][c] += through * x
            for c, x in enumerate(dout[i]):
                dv[j][c] += share[j] * x
    return dq, dk, dv
