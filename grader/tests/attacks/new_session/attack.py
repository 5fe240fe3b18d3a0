# exercise = 1
# expect = "failed"
# tries = "leaves the process group that the grader would kill"

import os

for leave in (os.setsid, os.setpgrp, lambda: os.setpgid(0, os.getppid())):
    try:
        leave()
    except OSError:
        pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
