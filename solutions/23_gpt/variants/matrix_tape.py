"""A tape of whole matrices, gains as matrices of one row; gradients come by reading it backwards."""

import math
import random


class Node:
    def __init__(self, rows):
        self.rows = rows
        self.grad = [[0.0] * len(row) for row in rows]

    def receive(self, rows):
        for mine, theirs in zip(self.grad, rows):
            for j, value in enumerate(theirs):
                mine[j] += value


def times(a, b):
    columns = list(zip(*b))
    return [[math.fsum(x * y for x, y in zip(row, column)) for column in columns] for row in a]


def turned(a):
    return list(zip(*a))


def _phi(v):
    return math.erfc(-v / math.sqrt(2.0)) / 2.0


def _slope(v):
    return _phi(v) + v * math.exp(-0.5 * v * v) / math.sqrt(2.0 * math.pi)


def gelu(x):
    return [[v * _phi(v) for v in row] for row in x]


def gelu_backward(x, dy):
    if len(x) != len(dy):
        raise ValueError("rows")
    result = []
    for row, d_row in zip(x, dy):
        if len(row) != len(d_row):
            raise ValueError("columns")
        result.append([d * _slope(v) for v, d in zip(row, d_row)])
    return result


class Tape:
    def __init__(self):
        self.steps = []

    def note(self, rows, back):
        node = Node(rows)
        self.steps.append(lambda: back(node.grad))
        return node

    def product(self, a, b):
        def back(d):
            a.receive(times(d, turned(b.rows)))
            b.receive(times(turned(a.rows), d))

        return self.note(times(a.rows, b.rows), back)

    def plus(self, a, b):
        def back(d):
            a.receive(d)
            b.receive(d)

        return self.note([[x + y for x, y in zip(r, s)] for r, s in zip(a.rows, b.rows)], back)

    def pick(self, table, indices):
        def back(d):
            for index, row in zip(indices, d):
                table.grad[index] = [x + y for x, y in zip(table.grad[index], row)]

        return self.note([list(table.rows[i]) for i in indices], back)

    def norm(self, a, gain):
        [g] = gain.rows
        scale = [1 / math.hypot(*(v / math.sqrt(len(r)) for v in r), 1e-5**0.5) for r in a.rows]

        def back(d):
            for i, (row, s, d_row) in enumerate(zip(a.rows, scale, d)):
                gain.receive([[x * s * y for x, y in zip(row, d_row)]])
                along = sum(x * y * w for x, y, w in zip(row, d_row, g)) * s**3 / len(row)
                a.grad[i] = [
                    old + y * w * s - x * along
                    for old, x, y, w in zip(a.grad[i], row, d_row, g)
                ]

        return self.note([[v * s * w for v, w in zip(r, g)] for r, s in zip(a.rows, scale)], back)

    def gelu(self, a):
        return self.note(gelu(a.rows), lambda d: a.receive(gelu_backward(a.rows, d)))

    def head(self, q, k, v, columns):
        """One head's mix of values, 0 outside its columns."""
        root = math.sqrt(len(columns))
        shares = []
        for i, row in enumerate(q.rows):
            s = [sum(row[c] * k.rows[j][c] for c in columns) / root for j in range(i + 1)]
            e = [math.exp(x - max(s)) for x in s]
            shares.append([x / sum(e) for x in e])
        mixed = [
            [
                sum(p * v.rows[j][c] for j, p in enumerate(share)) if c in columns else 0.0
                for c in range(len(q.rows[0]))
            ]
            for share in shares
        ]

        def back(d):
            for i, share in enumerate(shares):
                to = [sum(d[i][c] * v.rows[j][c] for c in columns) for j in range(i + 1)]
                mean = sum(p * x for p, x in zip(share, to))
                for j, p in enumerate(share):
                    for c in columns:
                        v.grad[j][c] += p * d[i][c]
                        q.grad[i][c] += p * (to[j] - mean) / root * k.rows[j][c]
                        k.grad[j][c] += p * (to[j] - mean) / root * q.rows[i][c]

        return self.note(mixed, back)


def _logits(tape, nodes, tokens, heads):
    table, places, *rest = nodes
    width = len(table.rows[0])
    if heads <= 0 or width % heads:
        raise ValueError(f"{heads} heads for a width of {width}")
    if len(tokens) == 0 or len(tokens) > len(places.rows):
        raise ValueError(f"{len(tokens)} tokens")
    for token in tokens:
        if not -1 < token < len(table.rows):
            raise ValueError(f"no token {token}")
    size = width // heads
    h = tape.plus(tape.pick(table, tokens), tape.pick(places, range(len(tokens))))
    for k in range(len(rest) // 8):
        first, wq, wk, wv, wo, second, w1, w2 = rest[8 * k : 8 * k + 8]
        x = tape.norm(h, first)
        q, key, value = (tape.product(x, w) for w in (wq, wk, wv))
        for start in range(0, width, size):
            mixed = tape.head(q, key, value, range(start, start + size))
            h = tape.plus(h, tape.product(mixed, wo))
        inner = tape.product(tape.norm(h, second), w1)
        h = tape.plus(h, tape.product(tape.gelu(inner), w2))
    return tape.product(tape.norm(h, rest[-2]), rest[-1])


def _nodes(params):
    return [Node(p if isinstance(p[0], list) else [p]) for p in params]


def forward(params, tokens, heads):
    return _logits(Tape(), _nodes(params), tokens, heads).rows


def loss_and_grads(params, tokens, targets, heads):
    if len(tokens) != len(targets):
        raise ValueError("every position has a target")
    tape, nodes = Tape(), _nodes(params)
    logits = _logits(tape, nodes, tokens, heads)
    loss = 0.0
    for row, d_row, target in zip(logits.rows, logits.grad, targets):
        top = max(row)
        log_total = math.log(math.fsum(math.exp(x - top) for x in row))
        loss += log_total - (row[target] - top)
        for j, x in enumerate(row):
            d_row[j] = (math.exp(x - top - log_total) - (j == target)) / len(tokens)
    for step in tape.steps[::-1]:
        step()
    grads = [node.grad if isinstance(p[0], list) else node.grad[0] for node, p in zip(nodes, params)]
    return loss / len(tokens), grads


def init_params(vocabulary, context, width, layers, seed):
    if 0 >= min(vocabulary, context, width, layers):
        raise ValueError("every size is 1 or more")
    rng = random.Random()
    rng.seed(seed)
    shapes = [(vocabulary, width), (context, width)]
    for _ in range(layers):
        shapes += [(0, width)] + [(width, width)] * 4
        shapes += [(0, width), (width, 4 * width), (4 * width, width)]
    shapes += [(0, width), (width, vocabulary)]
    params = []
    for rows, columns in shapes:
        matrix = [[rng.gauss(0, 0.08) for _ in range(columns)] for _ in range(rows)]
        params.append(matrix or [1.0] * columns)
    return params
