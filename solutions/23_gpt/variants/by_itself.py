"""Uses no other module, whole matrices and (1 + erf)/2; keeps everything, recomputes nothing."""

from math import erf, exp, log, pi, sqrt
from random import Random

ROOT2 = sqrt(2)


def T(a):
    return [list(c) for c in zip(*a)]


def mm(a, b):
    b = T(b)
    return [[sum(x * y for x, y in zip(r, c)) for c in b] for r in a]


def plus(a, b):
    return [[x + y for x, y in zip(r, s)] for r, s in zip(a, b)]


def gelu(x):
    return [[v * (1 + erf(v / ROOT2)) / 2 for v in r] for r in x]


def gelu_backward(x, dy):
    if len(x) != len(dy) or any(len(r) != len(s) for r, s in zip(x, dy)):
        raise ValueError("x and dy are of different shapes")

    def slope(v):
        if abs(v) > 30:
            return float(v > 0)
        return (1 + erf(v / ROOT2)) / 2 + v * exp(-(v**2) / 2) / sqrt(2 * pi)

    return [[slope(v) * d for v, d in zip(r, s)] for r, s in zip(x, dy)]


def init_params(vocabulary, context, width, layers, seed):
    for size in (vocabulary, context, width, layers):
        if size < 1:
            raise ValueError(size)
    g = Random(f"gpt {abs(seed)}")  # a text is hashed by its letters, the same everywhere

    def m(n, k):
        return [[g.gauss(0, 1) * 0.08 for _ in range(k)] for _ in range(n)]

    d = width
    params = [m(vocabulary, d), m(context, d)]
    for _ in range(layers):
        params.append([1] * d)
        params.extend(m(d, d) for _ in range(4))
        params.append([1] * d)
        params.append(m(d, 4 * d))
        params.append(m(4 * d, d))
    params.append([1] * d)
    params.append(m(d, vocabulary))
    return params


def norm(h, g):
    roots = [sqrt(sum(v * v for v in r) / len(r) + 1e-5) for r in h]
    return [[v / root * a for v, a in zip(r, g)] for r, root in zip(h, roots)], roots


def norm_back(h, g, roots, dy):
    dx, dg = [], [0.0] * len(g)
    for r, root, d in zip(h, roots, dy):
        s = sum(v * a * b for v, a, b in zip(r, g, d)) / len(r) / root**3
        dx.append([b * a / root - v * s for v, a, b in zip(r, g, d)])
        dg = [x + v / root * b for x, v, b in zip(dg, r, d)]
    return dx, dg


def run(params, tokens, heads):
    E, P, G, O = params[0], params[1], params[-2], params[-1]
    d = len(G)
    if not tokens or len(tokens) > len(P) or min(tokens) < 0 or max(tokens) >= len(E):
        raise ValueError("tokens")
    if heads < 1 or d % heads:
        raise ValueError("heads")
    kept = []
    h = [[a + b for a, b in zip(E[t], P[i])] for i, t in enumerate(tokens)]
    for at in range(2, len(params) - 2, 8):
        g1, wq, wk, wv, wo, g2, w1, w2 = params[at : at + 8]
        x, roots = norm(h, g1)
        q, k, v = mm(x, wq), mm(x, wk), mm(x, wv)
        weights, mixed = [], [[0.0] * d for _ in h]
        for a in range(0, d, d // heads):
            b = a + d // heads
            table = []
            for i, row in enumerate(q):
                s = [sum(m * n for m, n in zip(row[a:b], k[j][a:b])) for j in range(i + 1)]
                s = [z / sqrt(b - a) for z in s]
                e = [exp(z - max(s)) for z in s]
                table.append([z / sum(e) for z in e])
                for c in range(a, b):
                    mixed[i][c] = sum(w * v[j][c] for j, w in enumerate(table[-1]))
            weights.append((a, b, table))
        mid = plus(h, mm(mixed, wo))
        x2, roots2 = norm(mid, g2)
        inner = mm(x2, w1)
        active = gelu(inner)
        kept.append((h, x, roots, q, k, v, weights, mixed, mid, x2, roots2, inner, active))
        h = plus(mid, mm(active, w2))
    x, roots = norm(h, G)
    return kept, (h, x, roots), mm(x, O)


def forward(params, tokens, heads):
    return run(params, tokens, heads)[2]


def loss_and_grads(params, tokens, targets, heads):
    n = len(tokens)
    if len(targets) != n:
        raise ValueError("as many targets as tokens")
    kept, (h, x, roots), logits = run(params, tokens, heads)
    loss, dlogits = 0.0, []
    for row, t in zip(logits, targets):
        e = [exp(z - max(row)) for z in row]
        loss -= (row[t] - max(row) - log(sum(e))) / n
        dlogits.append([(z / sum(e) - (j == t)) / n for j, z in enumerate(e)])
    dO = mm(T(x), dlogits)
    dh, dG = norm_back(h, params[-2], roots, mm(dlogits, T(params[-1])))
    grads = [dO, dG]
    for at, saved in zip(range(len(params) - 10, 1, -8), reversed(kept)):
        g1, wq, wk, wv, wo, g2, w1, w2 = params[at : at + 8]
        h, x, roots, q, k, v, weights, mixed, mid, x2, roots2, inner, active = saved
        dinner = gelu_backward(inner, mm(dh, T(w2)))
        dw1, dw2 = mm(T(x2), dinner), mm(T(active), dh)
        back, dg2 = norm_back(mid, g2, roots2, mm(dinner, T(w1)))
        dh = plus(dh, back)
        dwo, dmixed = mm(T(mixed), dh), mm(dh, T(wo))
        dq, dk, dv = ([[0.0] * len(g1) for _ in h] for _ in range(3))
        for a, b, table in weights:
            for i, p in enumerate(table):
                dp = [sum(dmixed[i][c] * v[j][c] for c in range(a, b)) for j in range(len(p))]
                mean = sum(m * w for m, w in zip(dp, p))
                for j, w in enumerate(p):
                    ds = w * (dp[j] - mean) / sqrt(b - a)
                    for c in range(a, b):
                        dv[j][c] += w * dmixed[i][c]
                        dq[i][c] += ds * k[j][c]
                        dk[j][c] += ds * q[i][c]
        dx = plus(plus(mm(dq, T(wq)), mm(dk, T(wk))), mm(dv, T(wv)))
        back, dg1 = norm_back(h, g1, roots, dx)
        dh = plus(dh, back)
        grads += [dw2, dw1, dg2, dwo, mm(T(x), dv), mm(T(x), dk), mm(T(x), dq), dg1]
    dP = [row[:] for row in dh] + [[0.0] * len(row) for row in params[1][n:]]
    dE = [[0.0] * len(row) for row in params[0]]
    for t, row in zip(tokens, dh):
        dE[t] = [a + b for a, b in zip(dE[t], row)]
    return [loss, [dE, dP, *reversed(grads)]]
