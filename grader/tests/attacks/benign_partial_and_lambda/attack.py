# exercise = 1
# expect = "passed"
# tries = "has a partial and a lambda in place of functions"

import functools


def product(zero, a, b):
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    return [[sum((x * y for x, y in zip(r, c)), zero) for c in zip(*b)] for r in a]


matmul = functools.partial(product, 0)
transpose = lambda a: list(map(list, zip(*a)))
