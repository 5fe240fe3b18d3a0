"""What the functions of a transformer should return, in decimals of 40 digits: see `oracles`.

Forward functions follow their definitions. Backward functions multiply the upstream gradient with
the whole Jacobian, entry by entry, where a solution uses a formula that has been simplified.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from math import fsum

from grader.judging.inputs.oracles import PRECISE, Matrix, Vector, matmul, transpose

Row = list[Decimal]
Rows = list[Row]


def layer_norm(x: Matrix, gain: Vector, bias: Vector, eps: float) -> Matrix:
    """Each row less its mean, over sqrt(variance + eps), times gain, plus bias; n×m."""
    with localcontext(PRECISE):
        g, b = _decimals([gain, bias])
        return [_floats(_times(_standard(row, eps)[0], g, b)) for row in _decimals(x)]


def layer_norm_gradients(
    x: Matrix, gain: Vector, dy: Matrix, eps: float
) -> tuple[Matrix, Vector, Vector]:
    """The gradients of `layer_norm` for x, gain and bias."""
    with localcontext(PRECISE):
        [g], upstream = _decimals([gain]), _decimals(dy)
        standard = [_standard(row, eps) for row in _decimals(x)]
        dx = []
        for (normal, deviation), d in zip(standard, upstream, strict=True):
            n = Decimal(len(normal))
            # d normal[j] / d x[k] = (1[j=k] - 1/n - normal[j]·normal[k]/n) / deviation
            dx.append(
                [
                    sum(
                        (
                            d[j] * g[j] * ((j == k) - 1 / n - normal[j] * normal[k] / n)
                            for j in range(len(normal))
                        ),
                        Decimal(0),
                    )
                    / deviation
                    for k in range(len(normal))
                ]
            )
        return _matrix(dx), _gain([one for one, _ in standard], upstream), _column_sums(upstream)


def rms_norm(x: Matrix, gain: Vector, eps: float) -> Matrix:
    """Each row over sqrt(mean of squares + eps), times gain; n×m."""
    with localcontext(PRECISE):
        [g] = _decimals([gain])
        return [_floats(_times(_scaled(row, eps)[0], g)) for row in _decimals(x)]


def rms_norm_gradients(x: Matrix, gain: Vector, dy: Matrix, eps: float) -> tuple[Matrix, Vector]:
    """The gradients of `rms_norm` for x and gain."""
    with localcontext(PRECISE):
        [g], upstream = _decimals([gain]), _decimals(dy)
        scaled = [_scaled(row, eps) for row in _decimals(x)]
        dx = []
        for (normal, size), d in zip(scaled, upstream, strict=True):
            n = Decimal(len(normal))
            dx.append(
                [
                    sum(
                        (
                            d[j] * g[j] * ((j == k) - normal[j] * normal[k] / n)
                            for j in range(len(normal))
                        ),
                        Decimal(0),
                    )
                    / size
                    for k in range(len(normal))
                ]
            )
        return _matrix(dx), _gain([one for one, _ in scaled], upstream)


def attention(q: Matrix, k: Matrix, v: Matrix, causal: bool) -> Matrix:
    """softmax(q·kᵀ/√d)·v by rows, the last query at the last key if causal; n×e."""
    with localcontext(PRECISE):
        keys, values = _decimals(k), _decimals(v)
        weights = _weights(_decimals(q), keys, causal)
        return [
            [float(_dot(row, [value[j] for value in values])) for j in range(len(values[0]))]
            for row in weights
        ]


def attention_gradients(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool
) -> tuple[Matrix, Matrix, Matrix]:
    """The gradients of `attention` for q, k and v; what is not seen has none."""
    with localcontext(PRECISE):
        queries, keys, values, upstream = (_decimals(part) for part in (q, k, v, dout))
        scale = 1 / Decimal(len(q[0])).sqrt()
        dq = [[Decimal(0)] * len(q[0]) for _ in q]
        dk = [[Decimal(0)] * len(k[0]) for _ in k]
        dv = [[Decimal(0)] * len(v[0]) for _ in v]
        for i, weights in enumerate(_weights(queries, keys, causal)):
            seen = [j for j in range(len(keys)) if _sees(i, j, len(q), len(k), causal)]
            given = {j: _dot(upstream[i], values[j]) for j in seen}
            for j in seen:
                # d weight[l] / d score[j] = weight[l]·(1[l=j] - weight[j])
                score = sum(
                    (given[other] * weights[other] * ((other == j) - weights[j]) for other in seen),
                    Decimal(0),
                )
                for c in range(len(q[0])):
                    dq[i][c] += score * scale * keys[j][c]
                    dk[j][c] += score * scale * queries[i][c]
                for c, d in enumerate(upstream[i]):
                    dv[j][c] += weights[j] * d
        return _matrix(dq), _matrix(dk), _matrix(dv)


def _weights(queries: Rows, keys: Rows, causal: bool) -> Rows:
    """The weight of every key for every query; 0 for what is not seen."""
    scale = 1 / Decimal(len(queries[0])).sqrt()
    found = []
    for i, query in enumerate(queries):
        seen = [j for j in range(len(keys)) if _sees(i, j, len(queries), len(keys), causal)]
        scores = {j: _dot(query, keys[j]) * scale for j in seen}
        largest = max(scores.values())
        parts = {j: (score - largest).exp() for j, score in scores.items()}
        total = sum(parts.values(), Decimal(0))
        found.append([parts[j] / total if j in parts else Decimal(0) for j in range(len(keys))])
    return found


def _sees(i: int, j: int, n: int, m: int, causal: bool) -> bool:
    return not causal or j <= i + m - n


def _standard(row: Row, eps: float) -> tuple[Row, Decimal]:
    """The row less its mean over its deviation (with eps), and that deviation."""
    mean = sum(row, Decimal(0)) / len(row)
    centred = [x - mean for x in row]
    return _scaled(centred, eps)


def _scaled(row: Row, eps: float) -> tuple[Row, Decimal]:
    """The row over the root of its mean square (with eps), and that root."""
    size = (sum((x * x for x in row), Decimal(0)) / len(row) + Decimal(eps)).sqrt()
    return [x / size for x in row], size


def _times(row: Row, gain: Row, bias: Row | None = None) -> Row:
    product = [x * g for x, g in zip(row, gain, strict=True)]
    return product if bias is None else [x + b for x, b in zip(product, bias, strict=True)]


def _gain(normal: Rows, upstream: Rows) -> Vector:
    products = [
        [n * d for n, d in zip(*rows, strict=True)] for rows in zip(normal, upstream, strict=True)
    ]
    return _column_sums(products)


def _column_sums(rows: Rows) -> Vector:
    return [float(sum(column, Decimal(0))) for column in zip(*rows, strict=True)]


def _dot(a: Sequence[Decimal], b: Sequence[Decimal]) -> Decimal:
    return sum((x * y for x, y in zip(a, b, strict=True)), Decimal(0))


def _decimals(rows: Sequence[Vector]) -> Rows:
    return [[Decimal(x) for x in row] for row in rows]


def _floats(row: Row) -> Vector:
    return [float(x) for x in row]


def _matrix(rows: Rows) -> Matrix:
    return [_floats(row) for row in rows]


def multi_head_attention(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool
) -> Matrix:
    """Heads of x·wq, x·wk and x·wv attend, stand side by side again, and are multiplied by wo."""
    return matmul(_side_by_side(x, wq, wk, wv, heads, causal), wo)


def multi_head_gradients(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool,
) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
    """The gradients of `multi_head_attention` for x and the four weights."""
    merged = _side_by_side(x, wq, wk, wv, heads, causal)
    dmerged = matmul(dout, transpose(wo))
    parts: list[Matrix] = [[], [], []]
    for columns in _columns(len(x[0]), heads):
        q, k, v = ([row[columns] for row in matmul(x, w)] for w in (wq, wk, wv))
        head = attention_gradients(q, k, v, [row[columns] for row in dmerged], causal)
        for part, gradient in zip(parts, head, strict=True):
            part.extend(transpose(gradient))
    products = [transpose(part) for part in parts]
    through = [
        matmul(product, transpose(w)) for product, w in zip(products, (wq, wk, wv), strict=True)
    ]
    dx = [
        [fsum(entries) for entries in zip(*rows, strict=True)]
        for rows in zip(*through, strict=True)
    ]
    dq, dk, dv = (matmul(transpose(x), product) for product in products)
    return dx, dq, dk, dv, matmul(transpose(merged), dout)


def _side_by_side(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, heads: int, causal: bool
) -> Matrix:
    columns = []
    for part in _columns(len(x[0]), heads):
        q, k, v = ([row[part] for row in matmul(x, w)] for w in (wq, wk, wv))
        columns += transpose(attention(q, k, v, causal))
    return transpose(columns)


def _columns(width: int, heads: int) -> list[slice]:
    size = width // heads
    return [slice(i * size, (i + 1) * size) for i in range(heads)]
