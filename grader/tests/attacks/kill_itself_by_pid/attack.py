# exercise = 1
# expect = { kernel = "failed", limits = "error" }
# tries = "signals its own process, as if somebody had stopped the grader"

import os
import signal


def matmul(a, b):
    os.kill(os.getpid(), signal.SIGTERM)
    return [[0.0] * len(b[0]) for _ in a]
