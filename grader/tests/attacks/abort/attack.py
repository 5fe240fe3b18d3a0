# exercise = 1
# expect = "error"
# tries = "aborts the process"
# quick = true

import os


def matmul(a, b):
    os.abort()
