class ShapeError(ValueError):
    """Shapes that do not fit."""


class Mat:
    def __init__(self, rows):
        self.rows = [list(row) for row in rows]
        self.shape = len(self.rows), len(self.rows[0])

    @property
    def T(self):
        return Mat(zip(*self.rows))

    def __matmul__(self, other):
        if self.shape[1] != other.shape[0]:
            raise ShapeError(f"{self.shape} @ {other.shape}")
        return Mat([[self.dot(u, v) for v in other.T.rows] for u in self.rows])

    @staticmethod
    def dot(u, v):
        return sum((x * y for x, y in zip(u, v, strict=True)), 0.0)


def matmul(a, b):
    return (Mat(a) @ Mat(b)).rows


def transpose(a):
    return Mat(a).T.rows
