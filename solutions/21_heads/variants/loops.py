"""Everything by index, nothing imported but exp and sqrt."""

from math import exp, sqrt


def product(a, b):
    return [
        [sum(a[i][t] * b[t][j] for t in range(len(b))) for j in range(len(b[0]))]
        for i in range(len(a))
    ]


def turn(a):
    return [[a[i][j] for i in range(len(a))] for j in range(len(a[0]))]


def split_heads(x, heads):
    d = len(x[0])
    if heads < 1:
        raise ValueError("at least one head")
    if d % heads != 0:
        raise ValueError("heads must divide d")
    size = d // heads
    out = []
    for h in range(heads):
        part = []
        for i in range(len(x)):
            part.append([x[i][h * size + c] for c in range(size)])
        out.append(part)
    return out


def merge_heads(parts):
    if len(parts) == 0:
        raise ValueError("no parts")
    n, size = len(parts[0]), len(parts[0][0])
    for part in parts:
        if len(part) != n or len(part[0]) != size:
            raise ValueError("different parts")
    out = []
    for i in range(n):
        row = []
        for part in parts:
            for c in range(size):
                row.append(part[i][c])
        out.append(row)
    return out


def probabilities(q, k, causal):
    rows = []
    for i in range(len(q)):
        end = i + 1 if causal else len(k)
        s = [sum(q[i][c] * k[j][c] for c in range(len(q[0]))) / sqrt(len(q[0])) for j in range(end)]
        top = max(s)
        e = [exp(v - top) for v in s]
        total = sum(e)
        rows.append([v / total for v in e] + [0.0] * (len(k) - end))
    return rows


def check(x, weights, heads):
    d = len(x[0])
    if heads < 1 or d % heads:
        raise ValueError("heads")
    for w in weights:
        if len(w) != d or len(w[0]) != d:
            raise ValueError("weights")


def multi_head_attention(x, wq, wk, wv, wo, heads, causal=True):
    check(x, (wq, wk, wv, wo), heads)
    qs, ks, vs = (split_heads(product(x, w), heads) for w in (wq, wk, wv))
    parts = [product(probabilities(qs[h], ks[h], causal), vs[h]) for h in range(heads)]
    return product(merge_heads(parts), wo)


def multi_head_attention_backward(x, wq, wk, wv, wo, heads, dout, causal=True):
    check(x, (wq, wk, wv, wo), heads)
    if len(dout) != len(x) or len(dout[0]) != len(x[0]):
        raise ValueError("dout")
    n, size = len(x), len(x[0]) // heads
    qs, ks, vs = (split_heads(product(x, w), heads) for w in (wq, wk, wv))
    ps = [probabilities(qs[h], ks[h], causal) for h in range(heads)]
    merged = merge_heads([product(ps[h], vs[h]) for h in range(heads)])
    dwo = product(turn(merged), dout)
    dheads = split_heads(product(dout, turn(wo)), heads)
    dqs, dks, dvs = [], [], []
    for h in range(heads):
        p, d = ps[h], dheads[h]
        dvs.append(product(turn(p), d))
        ds = [[0.0] * n for _ in range(n)]
        for i in range(n):
            g = [sum(d[i][c] * vs[h][j][c] for c in range(size)) for j in range(n)]
            mean = sum(p[i][j] * g[j] for j in range(n))
            for j in range(n):
                ds[i][j] = p[i][j] * (g[j] - mean) / sqrt(size)
        dqs.append(product(ds, ks[h]))
        dks.append(product(turn(ds), qs[h]))
    dq, dk, dv = merge_heads(dqs), merge_heads(dks), merge_heads(dvs)
    a, b, c = product(dq, turn(wq)), product(dk, turn(wk)), product(dv, turn(wv))
    dx = [[a[i][j] + b[i][j] + c[i][j] for j in range(len(x[0]))] for i in range(n)]
    return dx, product(turn(x), dq), product(turn(x), dk), product(turn(x), dv), dwo
