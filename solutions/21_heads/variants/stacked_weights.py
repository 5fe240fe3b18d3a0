"""One product for queries, keys and values at once, cut apart afterwards."""

from attention import attention, attention_backward
from matmul import matmul, transpose

Matrix = list[list[float]]


def split_heads(x: Matrix, heads: int) -> list[Matrix]:
    width = len(x[0])
    size, rest = divmod(width, heads) if heads >= 1 else (0, 1)
    if rest:
        raise ValueError(f"{width} columns for {heads} heads")
    return [[row[start : start + size] for row in x] for start in range(0, width, size)]


def merge_heads(parts: list[Matrix]) -> Matrix:
    if not parts:
        raise ValueError("nothing to merge")
    first = parts[0]
    result = [list(row) for row in first]
    for part in parts[1:]:
        if len(part) != len(first) or len(part[0]) != len(first[0]):
            raise ValueError("parts of different shapes")
        result = [left + right for left, right in zip(result, part)]
    return result


def _all_three(x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int):
    d = len(x[0])
    split_heads(x, heads)
    if any(len(w) != d or len(w[0]) != d for w in (wq, wk, wv, wo)):
        raise ValueError("weights are d by d")
    together = matmul(x, merge_heads([wq, wk, wv]))
    return [split_heads([row[i * d : (i + 1) * d] for row in together], heads) for i in range(3)]


def multi_head_attention(
    x: Matrix, wq: Matrix, wk: Matrix, wv: Matrix, wo: Matrix, heads: int, causal: bool = True
) -> Matrix:
    q, k, v = _all_three(x, wq, wk, wv, wo, heads)
    return matmul(merge_heads([attention(q[i], k[i], v[i], causal) for i in range(heads)]), wo)


def multi_head_attention_backward(x, wq, wk, wv, wo, heads, dout, causal=True):
    q, k, v = _all_three(x, wq, wk, wv, wo, heads)
    if len(dout) != len(x) or len(dout[0]) != len(x[0]):
        raise ValueError("dout is n by d")
    d = len(x[0])
    merged = merge_heads([attention(q[i], k[i], v[i], causal) for i in range(heads)])
    up = split_heads(matmul(dout, transpose(wo)), heads)
    back = [attention_backward(q[i], k[i], v[i], up[i], causal) for i in range(heads)]
    three = merge_heads([merge_heads([b[which] for b in back]) for which in range(3)])
    dx = matmul(three, transpose(merge_heads([wq, wk, wv])))
    dw = matmul(transpose(x), three)
    dwq, dwk, dwv = ([row[i * d : (i + 1) * d] for row in dw] for i in range(3))
    return dx, dwq, dwk, dwv, matmul(transpose(merged), dout)
