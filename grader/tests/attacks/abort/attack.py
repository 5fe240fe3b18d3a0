# exercise = 1
# expect = "error"
# tries = "aborts the process"

import os


def matmul(a, b):
    os.abort()
