# exercise = 1
# expect = "timeout"
# tries = "fills stderr without end"

import sys


def matmul(a, b):
    while True:
        sys.stderr.write("x" * 1000)
