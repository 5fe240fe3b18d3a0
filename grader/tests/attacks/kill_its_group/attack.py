# exercise = 1
# expect = { kernel = "failed", limits = "error" }
# tries = "kills its own process group"

import os
import signal

try:
    os.killpg(0, signal.SIGTERM)
except OSError:
    pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
