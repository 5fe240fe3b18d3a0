"""Every number is a node that remembers how it was made; one walk backwards gives all gradients."""

import math
import random


class Value:
    __slots__ = ("data", "grad", "local")

    def __init__(self, data, *local):
        self.data = data
        self.grad = 0.0
        self.local = local  # (node, slope)

    def __add__(self, other):
        return Value(self.data + other.data, (self, 1.0), (other, 1.0))

    def __mul__(self, other):
        return Value(self.data * other.data, (self, other.data), (other, self.data))

    def scaled(self, c):
        return Value(self.data * c, (self, c))

    def mapped(self, y, slope):
        return Value(y, (self, slope))


def total(values):
    return Value(sum(v.data for v in values), *((v, 1.0) for v in values))


def backward(root):
    order, seen, todo = [], set(), [(root, False)]
    while todo:
        node, done = todo.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            todo.append((node, True))
            todo.extend((child, False) for child, _ in node.local)
    root.grad = 1.0
    for node in reversed(order):
        for child, slope in node.local:
            child.grad += slope * node.grad


def phi(v):
    return 0.5 * math.erfc(-v * math.sqrt(0.5))


def bump(v):
    return math.exp(-0.5 * v * v) * 0.3989422804014327


def gelu(x):
    return [[v * phi(v) for v in row] for row in x]


def gelu_backward(x, dy):
    if list(map(len, x)) != list(map(len, dy)):
        raise ValueError("shapes")
    return [[d * (phi(v) + v * bump(v)) for v, d in zip(a, b)] for a, b in zip(x, dy)]


def init_params(vocabulary, context, width, layers, seed):
    if any(size <= 0 for size in (vocabulary, context, width, layers)):
        raise ValueError("sizes")
    draw = random.Random(seed).normalvariate
    d, v, t = width, vocabulary, context
    layer = [(d,), (d, d), (d, d), (d, d), (d, d), (d,), (d, 4 * d), (4 * d, d)]
    return [
        [1.0] * shape[0]
        if len(shape) == 1
        else [[draw(0, 0.08) for _ in range(shape[1])] for _ in range(shape[0])]
        for shape in [(v, d), (t, d), *layer * layers, (d,), (d, v)]
    ]


def matvec(x, w):
    return [total([a * row[j] for a, row in zip(x, w)]) for j in range(len(w[0]))]


def norm(x, gain):
    mean = total([a * a for a in x]).scaled(1 / len(x))
    root = mean.mapped((mean.data + 1e-5) ** -0.5, -0.5 * (mean.data + 1e-5) ** -1.5)
    return [a * root * g for a, g in zip(x, gain)]


def softmax(scores):
    top = max(s.data for s in scores)
    powers = [s.mapped(math.exp(s.data - top), math.exp(s.data - top)) for s in scores]
    whole = total(powers)
    over = whole.mapped(1 / whole.data, -1 / whole.data**2)
    return [p * over for p in powers]


def network(params, tokens, heads):
    embedded, positions, *layers, gain, out = params
    d = len(gain)
    if heads < 1 or d % heads or not 0 < len(tokens) <= len(positions):
        raise ValueError("heads or tokens")
    if any(t not in range(len(embedded)) for t in tokens):
        raise ValueError("token")
    size = d // heads
    h = [[a + b for a, b in zip(embedded[t], p)] for t, p in zip(tokens, positions)]
    for k in range(0, len(layers), 8):
        g1, wq, wk, wv, wo, g2, w1, w2 = layers[k : k + 8]
        x = [norm(row, g1) for row in h]
        q, ks, vs = ([matvec(row, w) for row in x] for w in (wq, wk, wv))
        for i in range(len(h)):
            mixed = []
            for lo in range(0, d, size):
                part = range(lo, lo + size)
                scores = [
                    total([q[i][c] * ks[j][c] for c in part]).scaled(size**-0.5)
                    for j in range(i + 1)
                ]
                shares = softmax(scores)
                mixed += [total([p * vs[j][c] for j, p in enumerate(shares)]) for c in part]
            h[i] = [a + b for a, b in zip(h[i], matvec(mixed, wo))]
            inner = matvec(norm(h[i], g2), w1)
            active = [
                a.mapped(a.data * phi(a.data), phi(a.data) + a.data * bump(a.data)) for a in inner
            ]
            h[i] = [a + b for a, b in zip(h[i], matvec(active, w2))]
    return [matvec(norm(row, gain), out) for row in h]


def wrapped(thing):
    return [wrapped(x) for x in thing] if isinstance(thing, list) else Value(thing)


def gradients(thing):
    return [gradients(x) for x in thing] if isinstance(thing, list) else thing.grad


def forward(params, tokens, heads):
    return [[v.data for v in row] for row in network(wrapped(params), tokens, heads)]


def loss_and_grads(params, tokens, targets, heads):
    if len(tokens) != len(targets):
        raise ValueError("targets")
    nodes = wrapped(params)
    losses = []
    for row, target in zip(network(nodes, tokens, heads), targets):
        p = softmax(row)[target]
        losses.append(p.mapped(-math.log(p.data), -1 / p.data))
    loss = total(losses).scaled(1 / len(losses))
    backward(loss)
    return loss.data, gradients(nodes)
