# exercise = 1
# expect = "failed"
# tries = "kills and stops the grader and its group"
# needs = "user"
# quick = true

import os
import signal

for target in (os.getppid(), -os.getppid()):
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGSTOP, signal.SIGKILL):
        try:
            os.kill(target, number)
        except OSError:
            pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
