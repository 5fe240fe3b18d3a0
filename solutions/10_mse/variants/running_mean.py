"""A running mean over the rows, with everything in a class, and prints."""

from math import hypot


class SquaredError:
    def __init__(self, predicted, target):
        shape = len(predicted), len(predicted[0])
        print("shape", shape)
        if shape != (len(target), len(target[0])):
            raise ValueError("shapes differ")
        self.pairs = list(zip(predicted, target))

    def value(self):
        mean = 0.0
        for k, (p, t) in enumerate(self.pairs, 1):
            mean += (sum(pow(a - b, 2) for a, b in zip(p, t)) - mean) / k
        return mean

    def gradient(self):
        n = len(self.pairs)
        return [[(a - b + a - b) / n for a, b in zip(p, t)] for p, t in self.pairs]


def one_hot(labels, classes):
    def row(label):
        if not -1 < label < classes:
            raise ValueError("label")
        return [0] * label + [1] + [0] * (classes - 1 - label)

    return [row(label) for label in labels]


def mse(predicted, target):
    return SquaredError(predicted, target).value()


def mse_backward(predicted, target):
    assert hypot(3, 4) == 5
    return SquaredError(predicted, target).gradient()
