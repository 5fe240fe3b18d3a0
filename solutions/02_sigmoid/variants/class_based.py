import math


class Logistic:
    """Keeps nothing between calls."""

    def value(self, x: float) -> float:
        e = math.exp(-abs(x))
        return 1 / (1 + e) if x > 0 else e / (1 + e)

    def slope(self, y: float) -> float:
        return y * (1 - y)

    def map(self, function, *matrices):
        return [[function(*xs) for xs in zip(*rows)] for rows in zip(*matrices)]


_logistic = Logistic()


def sigmoid(z):
    return _logistic.map(_logistic.value, z)


def sigmoid_backward(y, dy):
    for a, b in ((len(y), len(dy)), (len(y[0]), len(dy[0]))):
        if a != b:
            raise ValueError(f"{a} != {b}")
    return _logistic.map(lambda s, g: _logistic.slope(s) * g, y, dy)
