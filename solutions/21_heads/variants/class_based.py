"""A layer object that remembers its forward pass."""

from attention import attention, attention_backward
from matmul import matmul, transpose


class BadShape(ValueError):
    pass


class MultiHead:
    def __init__(self, wq, wk, wv, wo, heads, causal):
        self.weights, self.wo = (wq, wk, wv), wo
        self.heads, self.causal = heads, causal

    def check(self, x):
        d = len(x[0])
        if self.heads < 1 or d % self.heads > 0:
            raise BadShape(self.heads)
        for w in (*self.weights, self.wo):
            if len(w) != d or {len(row) for row in w} != {d}:
                raise BadShape("weight")

    def forward(self, x):
        self.check(x)
        self.x = x
        self.qkv = list(zip(*[split_heads(matmul(x, w), self.heads) for w in self.weights]))
        self.merged = merge_heads([attention(*head, self.causal) for head in self.qkv])
        return matmul(self.merged, self.wo)

    def backward(self, dout):
        if len(dout) != len(self.x) or len(dout[0]) != len(self.x[0]):
            raise BadShape("dout")
        dparts = split_heads(matmul(dout, transpose(self.wo)), self.heads)
        backs = [attention_backward(*head, d, self.causal) for head, d in zip(self.qkv, dparts)]
        grads = [merge_heads(list(g)) for g in zip(*backs)]
        xt = transpose(self.x)
        dx = [[0.0] * len(row) for row in self.x]
        for g, w in zip(grads, self.weights):
            for row, more in zip(dx, matmul(g, transpose(w))):
                for j, value in enumerate(more):
                    row[j] += value
        return (dx, *(matmul(xt, g) for g in grads), matmul(transpose(self.merged), dout))


def split_heads(x, heads):
    if heads < 1 or len(x[0]) % heads > 0:
        raise BadShape(heads)
    columns = transpose(x)
    size = len(columns) // heads
    return [transpose(columns[i : i + size]) for i in range(0, len(columns), size)]


def merge_heads(parts):
    shapes = {tuple(len(row) for row in part) for part in parts}
    if len(shapes) != 1:
        raise BadShape(shapes)
    return transpose([column for part in parts for column in transpose(part)])


def multi_head_attention(x, wq, wk, wv, wo, heads, causal=True):
    return MultiHead(wq, wk, wv, wo, heads, causal).forward(x)


def multi_head_attention_backward(x, wq, wk, wv, wo, heads, dout, causal=True):
    layer = MultiHead(wq, wk, wv, wo, heads, causal)
    layer.forward(x)
    return layer.backward(dout)
