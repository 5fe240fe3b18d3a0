# exercise = 1
# expect = "failed"
# tries = "patches os.write so that no answer ever leaves"

import os

os.write = lambda descriptor, data: 0


def matmul(a, b):
    return [[0.0]]
