# exercise = 1
# expect = "timeout"
# tries = "prints for a second in every call, as fast as it can, and answers rightly"

import os
import time

honest = matmul


def matmul(a, b):
    end = time.monotonic() + 1
    while time.monotonic() < end:
        os.write(1, b"x" * 65_536)
    return honest(a, b)
