# exercise = 1
# expect = "failed"
# tries = "forks without end"
# quick = true

import os


def matmul(a, b):
    while True:
        os.fork()
