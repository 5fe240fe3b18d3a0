"""Matrix products, softmax and its backward from earlier exercises, a query at a time."""

from matmul import matmul, transpose
from softmax import softmax
from softmax_backward import softmax_backward

Matrix = list[list[float]]


def _cut(q: Matrix, k: Matrix, v: Matrix, causal: bool) -> list[tuple[Matrix, Matrix, Matrix]]:
    if len(q[0]) != len(k[0]) or len(k) != len(v):
        raise ValueError("shapes")
    late = len(k) - len(q)
    if causal and late < 0:
        raise ValueError("queries without keys")
    ends = [late + i + 1 if causal else len(k) for i in range(len(q))]
    return [([row], k[:end], v[:end]) for row, end in zip(q, ends)]


def _probabilities(query: Matrix, keys: Matrix) -> Matrix:
    scale = len(query[0]) ** -0.5
    return softmax([[scale * x for x in row] for row in matmul(query, transpose(keys))])


def attention(q: Matrix, k: Matrix, v: Matrix, causal: bool = True) -> Matrix:
    return [
        matmul(_probabilities(query, keys), values)[0]
        for query, keys, values in _cut(q, k, v, causal)
    ]


def attention_backward(
    q: Matrix, k: Matrix, v: Matrix, dout: Matrix, causal: bool = True
) -> list[Matrix]:
    parts = _cut(q, k, v, causal)
    if (len(dout), len(dout[0])) != (len(q), len(v[0])):
        raise ValueError("dout")
    dq: Matrix = []
    dk = [[0.0] * len(k[0]) for _ in k]
    dv = [[0.0] * len(v[0]) for _ in v]
    for (query, keys, values), up in zip(parts, dout):
        p = _probabilities(query, keys)
        ds = softmax_backward(p, matmul([up], transpose(values)))
        ds = [[x * len(q[0]) ** -0.5 for x in ds[0]]]
        dq += matmul(ds, keys)
        for total, share in ((dk, matmul(transpose(ds), query)), (dv, matmul(transpose(p), [up]))):
            for row, more in zip(total, share):
                row[:] = [x + y for x, y in zip(row, more)]
    return [dq, dk, dv]
