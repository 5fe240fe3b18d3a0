"""Each head with its own blocks of the weights; results added, never merged."""

from attention import attention, attention_backward
from matmul import matmul, transpose

Matrix = list[list[float]]


def _columns(x: Matrix, at: slice) -> Matrix:
    return [row[at] for row in x]


def _plus(a: Matrix, b: Matrix) -> Matrix:
    return [[x + y for x, y in zip(*rows)] for rows in zip(a, b)]


def split_heads(x: Matrix, heads: int) -> list[Matrix]:
    if not (heads >= 1 and len(x[0]) % heads == 0):
        raise ValueError(heads)
    return [_columns(x, at) for at in _blocks(len(x[0]), heads)]


def _blocks(d: int, heads: int) -> list[slice]:
    return [slice(d * i // heads, d * (i + 1) // heads) for i in range(heads)]


def merge_heads(parts: list[Matrix]) -> Matrix:
    if not parts or any(
        (len(p), len(p[0])) != (len(parts[0]), len(parts[0][0])) for p in parts[1:]
    ):
        raise ValueError("parts")
    merged: Matrix = [[] for _ in parts[0]]
    for part in parts:
        for row, more in zip(merged, part):
            row.extend(more)
    return merged


def _check(x: Matrix, heads: int, *weights: Matrix) -> list[slice]:
    d = len(x[0])
    if heads < 1 or d % heads or any(len(w) != d or len(w[0]) != d for w in weights):
        raise ValueError("weights or heads")
    return _blocks(d, heads)


def multi_head_attention(x, wq, wk, wv, wo, heads, causal=True):
    out = [[0.0] * len(x[0]) for _ in x]
    for at in _check(x, heads, wq, wk, wv, wo):
        head = attention(*(matmul(x, _columns(w, at)) for w in (wq, wk, wv)), causal)
        out = _plus(out, matmul(head, wo[at]))
    return out


def multi_head_attention_backward(x, wq, wk, wv, wo, heads, dout, causal=True):
    blocks = _check(x, heads, wq, wk, wv, wo)
    if [len(r) for r in dout] != [len(r) for r in x]:
        raise ValueError("dout")
    dx = [[0.0] * len(x[0]) for _ in x]
    parts: list[list[Matrix]] = [[], [], []]
    dwo: Matrix = []
    for at in blocks:
        qkv = [matmul(x, _columns(w, at)) for w in (wq, wk, wv)]
        dwo += matmul(transpose(attention(*qkv, causal)), dout)
        back = attention_backward(*qkv, matmul(dout, transpose(wo[at])), causal)
        for part, d, w in zip(parts, back, (wq, wk, wv)):
            part.append(matmul(transpose(x), d))
            dx = _plus(dx, matmul(d, transpose(_columns(w, at))))
    return [dx, *map(merge_heads, parts), dwo]
