"""The functions are a thin front of a class, as torch has it; prints the size of each step."""

from itertools import chain


class Optimiser:
    def __init__(self, params, lr, momentum=0.0):
        self.params, self.lr, self.momentum = params, lr, momentum

    @staticmethod
    def rows(parameter):
        return parameter if isinstance(parameter[0], list) else [parameter]

    @classmethod
    def layout(cls, parameters):
        return [(isinstance(p[0], list), [len(r) for r in cls.rows(p)]) for p in parameters]

    def fits(self, other):
        if self.layout(other) != self.layout(self.params):
            raise ValueError("layout")

    def step(self, grads, velocities=None):
        self.fits(grads)
        if velocities is not None:
            self.fits(velocities)
        every = [
            chain.from_iterable(map(self.rows, s)) for s in (self.params, grads, velocities or grads)
        ]
        moved = 0.0
        for p, g, v in zip(*every):
            for i in range(len(p)):
                direction = g[i]
                if velocities is not None:
                    direction = v[i] = direction + v[i] * self.momentum
                p[i] += -self.lr * direction
                moved += abs(self.lr * direction)
        print("moved by", moved)


def sgd_step(params, grads, lr):
    Optimiser(params, lr).step(grads)


def momentum_step(params, grads, velocities, lr, momentum):
    Optimiser(params, lr, momentum).step(grads, velocities)
