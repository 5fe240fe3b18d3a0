"""Keys one at a time with a running maximum, as flash attention does; nothing is stored."""

from math import exp, inf


def _fits(q, k, v, causal):
    if len(q[0]) != len(k[0]) or len(k) != len(v) or (causal and len(q) > len(k)):
        raise ValueError("q, k and v do not fit")


def _scan(query, k, v, last):
    top, total, mixed = -inf, 0.0, [0.0] * len(v[0])
    for j in range(last):
        score = sum(a * b for a, b in zip(query, k[j])) * len(query) ** -0.5
        if score > top:
            shrink = exp(top - score) if top > -inf else 0.0
            total *= shrink
            mixed = [x * shrink for x in mixed]
            top = score
        part = exp(score - top)
        total += part
        mixed = [x + part * y for x, y in zip(mixed, v[j])]
    return [x / total for x in mixed], top, total


def attention(q, k, v, causal=True):
    _fits(q, k, v, causal)
    shift = len(k) - len(q)
    return [
        _scan(query, k, v, i + shift + 1 if causal else len(k))[0] for i, query in enumerate(q)
    ]


def attention_backward(q, k, v, dout, causal=True):
    _fits(q, k, v, causal)
    if len(dout) != len(q) or len(dout[0]) != len(v[0]):
        raise ValueError("dout does not fit")
    shift, d = len(k) - len(q), len(q[0])
    dq = [[0.0] * d for _ in q]
    dk = [[0.0] * d for _ in k]
    dv = [[0.0] * len(v[0]) for _ in v]
    for i, query in enumerate(q):
        last = i + shift + 1 if causal else len(k)
        out, top, total = _scan(query, k, v, last)
        delta = sum(a * b for a, b in zip(dout[i], out))
        for j in range(last):
            score = sum(a * b for a, b in zip(query, k[j])) * d**-0.5
            p = exp(score - top) / total
            dp = sum(a * b for a, b in zip(dout[i], v[j]))
            ds = p * (dp - delta) * d**-0.5
            dv[j] = [x + p * y for x, y in zip(dv[j], dout[i])]
            dq[i] = [x + ds * y for x, y in zip(dq[i], k[j])]
            dk[j] = [x + ds * y for x, y in zip(dk[j], query)]
    return dq, dk, dv
