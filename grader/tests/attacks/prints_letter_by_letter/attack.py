# exercise = 1
# expect = "timeout"
# tries = "prints letter by letter for a second in every call, and answers rightly"

import os
import time

honest = matmul


def matmul(a, b):
    end = time.monotonic() + 1
    while time.monotonic() < end:
        os.write(1, b"x")
    return honest(a, b)
