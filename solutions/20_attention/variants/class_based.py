"""A class that keeps the weights between forward and backward."""

from math import exp, sqrt


class Attention:
    def __init__(self, q, k, v, causal):
        if len(q[0]) != len(k[0]):
            raise ValueError(f"{len(q[0])} != {len(k[0])}")
        if len(k) != len(v):
            raise ValueError(f"{len(k)} != {len(v)}")
        if causal and len(k) < len(q):
            raise ValueError(f"{len(k)} < {len(q)}")
        self.q, self.k, self.v = q, k, v
        self.scale = 1.0 / sqrt(len(q[0]))
        self.lengths = [
            len(k) - len(q) + i + 1 if causal else len(k) for i in range(len(q))
        ]
        self.p = [self.softmax(i) for i in range(len(q))]

    def softmax(self, i):
        row = [
            self.scale * sum(a * b for a, b in zip(self.q[i], self.k[j]))
            for j in range(self.lengths[i])
        ]
        m = max(row)
        row = [exp(x - m) for x in row]
        z = sum(row)
        return [x / z for x in row]

    def forward(self):
        return [
            [sum(p[j] * self.v[j][c] for j in range(len(p))) for c in range(len(self.v[0]))]
            for p in self.p
        ]

    def backward(self, dout):
        if len(dout) != len(self.q) or len(dout[0]) != len(self.v[0]):
            raise ValueError("bad dout")
        dq = [[0.0 for _ in r] for r in self.q]
        dk = [[0.0 for _ in r] for r in self.k]
        dv = [[0.0 for _ in r] for r in self.v]
        for i, p in enumerate(self.p):
            dp = [sum(a * b for a, b in zip(dout[i], self.v[j])) for j in range(len(p))]
            mean = sum(a * b for a, b in zip(p, dp))
            for j in range(len(p)):
                ds = p[j] * (dp[j] - mean) * self.scale
                for c in range(len(self.q[0])):
                    dq[i][c] += ds * self.k[j][c]
                    dk[j][c] += ds * self.q[i][c]
                for c in range(len(self.v[0])):
                    dv[j][c] += p[j] * dout[i][c]
        return dq, dk, dv


def attention(q, k, v, causal=True):
    return Attention(q, k, v, causal).forward()


def attention_backward(q, k, v, dout, causal=True):
    return Attention(q, k, v, causal).backward(dout)
