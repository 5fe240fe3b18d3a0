"""An optimiser object made for one step."""

from dataclasses import dataclass
from math import sqrt


class StructureError(ValueError):
    pass


@dataclass
class Adam:
    lr: float
    beta1: float
    beta2: float
    eps: float
    weight_decay: float

    def update(self, rows, step):
        for p, g, m, v in rows:
            for i, gradient in enumerate(g):
                m[i] = self.beta1 * m[i] + (1 - self.beta1) * gradient
                v[i] = self.beta2 * v[i] + (1 - self.beta2) * gradient * gradient
                size = sqrt(v[i] / (1 - self.beta2**step)) + self.eps
                p[i] -= self.lr * (m[i] / (1 - self.beta1**step) / size + self.weight_decay * p[i])


def rows_of(params):
    return [row for p in params for row in (p if type(p[0]) is list else [p])]


def layout(params):
    return [tuple(map(len, p)) if type(p[0]) is list else len(p) for p in params]


def adam_step(
    params, grads, first, second, step, lr, beta1=0.9, beta2=0.999, eps=1e-8, weight_decay=0.0
):
    lists = (params, grads, first, second)
    if any(layout(one) != layout(params) for one in lists):
        raise StructureError("params, grads, first and second")
    if step <= 0:
        raise StructureError("step")
    Adam(lr, beta1, beta2, eps, weight_decay).update(zip(*map(rows_of, lists)), step)


def clip_gradients(grads, max_norm):
    if max_norm <= 0:
        raise StructureError("max_norm")
    rows = rows_of(grads)
    norm = sqrt(sum(sum(x * x for x in row) for row in rows))
    factor = max_norm / max(norm, max_norm)
    for row in rows:
        for i in range(len(row)):
            row[i] *= factor
    return norm
