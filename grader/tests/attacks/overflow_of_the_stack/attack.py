# exercise = 1
# expect = ["error", "failed"]
# tries = "overflows the C stack by comparing lists a million deep"

import sys

sys.setrecursionlimit(1 << 30)


def matmul(a, b):
    one, other = [], []
    for _ in range(1_000_000):
        one, other = [one], [other]
    return one == other
