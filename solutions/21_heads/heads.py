"""Multi-head attention: heads of neighbouring columns that attend on their own, and gradients."""

from attention import attention, attention_backward
from matmul import matmul, transpose

Matrix = list[list[float]]


def split_heads(x: Matrix, heads: int) -> list[Matrix]:
    """Return `heads` matrices n×(d/heads) of neighbouring columns of x (n×d).

    Raises ValueError unless heads is at least 1 and divides d.
    """
    _check_heads(x, heads)
    size = len(x[0]) // heads
    return [[row[i * size : (i + 1) * size] for row in x] for i in range(heads)]


def merge_heads(parts: list[Matrix]) -> Matrix:
    """Return the parts side by side: the x that split_heads made them of.

    Raises ValueError for no part, or for parts of different shapes.
    """
    if len({(len(part), len(part[0])) for part in parts}) != 1:
        raise ValueError("heads are merged from one part or more, all of one shape")
    return [[value for row in rows for value in row] for rows in zip(*parts)]


def multi_head_attention(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    """Return the heads of x·wq, x·wk and x·wv attending, merged, times wo: n×d for x (n×d).

    The four weights are d×d. Raises ValueError for weights of other shapes, and unless heads is at
    least 1 and divides d.
    """
    _check(x, wq, wk, wv, wo, heads)
    return matmul(merge_heads(_attend(_projections(x, wq, wk, wv, heads), causal)), wo)


def multi_head_attention_backward(
    x: Matrix,
    wq: Matrix,
    wk: Matrix,
    wv: Matrix,
    wo: Matrix,
    heads: int,
    dout: Matrix,
    causal: bool = True,
) -> tuple[Matrix, Matrix, Matrix, Matrix, Matrix]:
    """Return the gradients (dx, dwq, dwk, dwv, dwo) for the upstream gradient dout (n×d).

    Raises ValueError in the cases in which multi_head_attention does, and if dout is not n×d.
    """
    _check(x, wq, wk, wv, wo, heads)
    if (len(dout), len(dout[0])) != (len(x), len(x[0])):
        raise ValueError("dout has another shape than x")
    projections = _projections(x, wq, wk, wv, heads)
    merged = merge_heads(_attend(projections, causal))
    dparts = split_heads(matmul(dout, transpose(wo)), heads)
    by_head = [attention_backward(q, k, v, d, causal) for q, k, v, d in zip(*projections, dparts)]
    dq, dk, dv = (merge_heads(list(parts)) for parts in zip(*by_head))
    dx = _sum([matmul(d, transpose(w)) for d, w in ((dq, wq), (dk, wk), (dv, wv))])
    dwq, dwk, dwv = (matmul(transpose(x), d) for d in (dq, dk, dv))
    return dx, dwq, dwk, dwv, matmul(transpose(merged), dout)


def _check_heads(x: Matrix, heads: int) -> None:
    if heads < 1 or len(x[0]) % heads:
        raise ValueError(f"{heads} heads do not divide {len(x[0])} columns")


def _check(x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int) -> None:
    _check_heads(x, heads)
    d = len(x[0])
    for w in (wq, wk, wv, wo):
        if (len(w), len(w[0])) != (d, d):
            raise ValueError(f"a weight is {len(w)}×{len(w[0])} where {d}×{d} is due")


def _projections(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, heads: int
) -> tuple[list[Matrix], list[Matrix], list[Matrix]]:
    q, k, v = (split_heads(matmul(x, w), heads) for w in (wq, wk, wv))
    return q, k, v


def _attend(
    projections: tuple[list[Matrix], list[Matrix], list[Matrix]], causal: bool
) -> list[Matrix]:
    return [attention(q, k, v, causal) for q, k, v in zip(*projections)]


def _sum(matrices: list[Matrix]) -> Matrix:
    return [[sum(entries) for entries in zip(*rows)] for rows in zip(*matrices)]
