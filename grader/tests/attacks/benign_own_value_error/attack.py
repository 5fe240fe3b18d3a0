# exercise = 1
# expect = "passed"
# tries = "raises a ValueError of its own"
# quick = true

class ShapeError(ValueError):
    def __init__(self, left, right):
        super().__init__(left, right)
        self.left, self.right = left, right

    def __str__(self):
        return f"{self.left} does not fit {self.right}"


plain = matmul


def matmul(a, b):
    try:
        return plain(a, b)
    except ValueError as error:
        raise ShapeError(len(a[0]), len(b)) from error
