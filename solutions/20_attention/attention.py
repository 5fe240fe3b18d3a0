"""Scaled dot-product attention over one sequence, and its gradients."""

from math import exp, sqrt

Vector = list[float]
Matrix = list[list[float]]


def attention(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    """Return softmax(q·kᵀ/√d)·v, row by row: n×e for q (n×d), k (m×d) and v (m×e).

    With causal the last query stands at the last key: query i sees key j only if j ≤ i + m - n, and
    what it does not see has no influence, whatever its size. Stable for scores of any size.

    Raises ValueError if q and k differ in columns, k and v in rows, or causal and m < n.
    """
    _check(q, k, v, causal)
    return [_mix(weights, v) for weights in _weights(q, k, causal)]


def attention_backward(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> tuple[Matrix, Matrix, Matrix]:
    """Return the gradients (dq, dk, dv) of attention for the upstream gradient dout (n×e).

    Raises ValueError in the cases in which attention does, and if dout is not n×e.
    """
    _check(q, k, v, causal)
    if (len(dout), len(dout[0])) != (len(q), len(v[0])):
        raise ValueError("dout has another shape than the result")
    scale = 1 / sqrt(len(q[0]))
    dq = []
    dk = [[0.0] * len(row) for row in k]
    dv = [[0.0] * len(row) for row in v]
    for query, weights, d in zip(q, _weights(q, k, causal), dout):
        seen = len(weights)
        dweights = [_dot(d, value) for value in v[:seen]]
        mean = _dot(weights, dweights)
        dscores = [w * (dw - mean) * scale for w, dw in zip(weights, dweights)]
        dq.append(_mix(dscores, k))
        for j in range(seen):
            _add(dk[j], dscores[j], query)
            _add(dv[j], weights[j], d)
    return dq, dk, dv


def _check(q: Matrix, k: Matrix, v: Matrix, causal: bool) -> None:
    if len(q[0]) != len(k[0]):
        raise ValueError(f"queries of {len(q[0])} entries, keys of {len(k[0])}")
    if len(k) != len(v):
        raise ValueError(f"{len(k)} keys but {len(v)} values")
    if causal and len(k) < len(q):
        raise ValueError(f"{len(q)} queries but only {len(k)} keys")


def _weights(q: Matrix, k: Matrix, causal: bool) -> Matrix:
    """For each query the weights of the keys that it sees, which are the first ones."""
    scale = 1 / sqrt(len(q[0]))
    before = len(k) - len(q)
    return [
        _softmax([_dot(query, key) * scale for key in (k[: before + i + 1] if causal else k)])
        for i, query in enumerate(q)
    ]


def _softmax(row: Vector) -> Vector:
    largest = max(row)
    exps = [exp(x - largest) for x in row]
    total = sum(exps)
    return [e / total for e in exps]


def _mix(weights: Vector, rows: Matrix) -> Vector:
    """The sum of the first rows, each times its weight."""
    return [_dot(weights, list(column)) for column in zip(*rows[: len(weights)])]


def _dot(a: Vector, b: Vector) -> float:
    return sum(x * y for x, y in zip(a, b))


def _add(row: Vector, factor: float, other: Vector) -> None:
    for j, x in enumerate(other):
        row[j] += factor * x
