# exercise = 1
# expect = "failed"
# tries = "leaves a daemon behind"
# quick = true

import os
import time

try:
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            time.sleep(3600)
        os._exit(0)
except OSError:
    pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
