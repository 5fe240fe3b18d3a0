# exercise = 1
# expect = "passed"
# tries = "computes exactly, in fractions"

from fractions import Fraction


def matmul(a, b):
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    exact = [[Fraction(x) for x in row] for row in b]
    return [
        [float(sum(Fraction(x) * row[j] for x, row in zip(r, exact))) for j in range(len(b[0]))]
        for r in a
    ]
