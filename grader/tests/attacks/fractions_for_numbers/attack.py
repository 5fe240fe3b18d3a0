# exercise = 1
# expect = "failed"
# tries = "returns exact fractions"

from fractions import Fraction


def matmul(a, b):
    return [[Fraction(0)] * len(b[0]) for _ in a]
