"""Scores of every pair, minus infinity where nothing is seen; built on earlier exercises."""

from math import inf, isinf, sqrt

from matmul import matmul, transpose


def attention(q, k, v, causal=True):
    check(q, k, v, causal)
    return matmul_zeros(weights(q, k, causal), v)


def check(q, k, v, causal):
    if len(q[0]) != len(k[0]):
        raise ValueError("q and k differ in columns")
    if len(k) != len(v):
        raise ValueError("k and v differ in rows")
    if causal and len(k) < len(q):
        raise ValueError("fewer keys than queries")


def weights(q, k, causal):
    from math import exp

    root = sqrt(len(q[0]))
    offset = len(k) - len(q)
    rows = []
    for i, query in enumerate(q):
        scores = []
        for j, key in enumerate(k):
            hidden = causal and j > i + offset
            scores.append(-inf if hidden else sum(a * b for a, b in zip(query, key)) / root)
        top = max(scores)
        exps = [0.0 if isinf(s) else exp(s - top) for s in scores]
        total = sum(exps)
        rows.append([e / total for e in exps])
    return rows


def matmul_zeros(w, v):
    # 0 times a huge value is 0: nothing hidden is larger than a float
    return matmul(w, v)


def attention_backward(q, k, v, dout, causal=True):
    check(q, k, v, causal)
    if len(dout) != len(q) or len(dout[0]) != len(v[0]):
        raise ValueError("dout")
    w = weights(q, k, causal)
    dv = matmul(transpose(w), dout)
    ds = []
    for i, row in enumerate(w):
        dw = [
            sum(a * b for a, b in zip(dout[i], v[j])) if p > 0 else 0.0 for j, p in enumerate(row)
        ]
        inner = sum(p * g for p, g in zip(row, dw))
        ds.append([p * (g - inner) / sqrt(len(q[0])) for p, g in zip(row, dw)])
    seen = [[x if p > 0 else 0.0 for x, p in zip(*rows)] for rows in zip(ds, w)]
    dq = []
    for i, row in enumerate(seen):
        used = [(s, k[j]) for j, s in enumerate(row) if w[i][j] > 0]
        dq.append([sum(s * key[c] for s, key in used) for c in range(len(q[0]))])
    return dq, matmul(transpose(seen), q), dv
