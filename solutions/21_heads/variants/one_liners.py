"""As short as it gets."""

from attention import attention, attention_backward
from matmul import matmul, transpose


def need(ok):
    if not ok:
        raise ValueError("shapes or heads")


def split_heads(x, heads):
    need(heads > 0 and len(x[0]) % heads == 0)
    s = len(x[0]) // heads
    return [[r[j : j + s] for r in x] for j in range(0, heads * s, s)]


def merge_heads(parts):
    need(parts and all([len(p), len(p[0])] == [len(parts[0]), len(parts[0][0])] for p in parts))
    return [sum(rows, []) for rows in zip(*parts)]


def _qkv(x, ws, heads):
    need(all((len(w), len(w[0])) == (len(x[0]),) * 2 for w in ws))
    need(heads > 0 and len(x[0]) % heads == 0)
    return [*zip(*(split_heads(matmul(x, w), heads) for w in ws[:3]))]


def multi_head_attention(x, wq, wk, wv, wo, heads, causal=True):
    qkv = _qkv(x, (wq, wk, wv, wo), heads)
    return matmul(merge_heads([attention(*h, causal) for h in qkv]), wo)


def multi_head_attention_backward(x, wq, wk, wv, wo, heads, dout, causal=True):
    qkv = _qkv(x, (wq, wk, wv, wo), heads)
    need((len(dout), len(dout[0])) == (len(x), len(x[0])))
    m = merge_heads([attention(*h, causal) for h in qkv])
    d = split_heads(matmul(dout, transpose(wo)), heads)
    g = [merge_heads([*p]) for p in zip(*(attention_backward(*h, e, causal) for h, e in zip(qkv, d)))]
    t = [matmul(a, transpose(w)) for a, w in zip(g, (wq, wk, wv))]
    dx = [[a + b + c for a, b, c in zip(*r)] for r in zip(*t)]
    return (dx, *(matmul(transpose(x), a) for a in g), matmul(transpose(m), dout))
