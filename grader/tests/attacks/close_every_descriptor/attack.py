# exercise = 1
# expect = "error"
# tries = "closes the channel"
# quick = true

import os


def matmul(a, b):
    os.closerange(0, 64)
    return [[0.0]]
