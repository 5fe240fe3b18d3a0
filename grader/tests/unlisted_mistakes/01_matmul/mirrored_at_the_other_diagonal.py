"""The transpose is taken at the diagonal from top right to bottom left."""


def matmul(a, b):
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    return [[sum(x * y for x, y in zip(row, column)) for column in zip(*b)] for row in a]


def transpose(a):
    return [list(column)[::-1] for column in zip(*a)][::-1]
