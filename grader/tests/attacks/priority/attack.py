# exercise = 1
# expect = "failed"
# tries = "takes priority, and slows the grader down"
# needs = "user"

import os

for way in (
    lambda: os.nice(-20),
    lambda: os.setpriority(os.PRIO_PROCESS, os.getppid(), 19),
    lambda: os.sched_setaffinity(os.getppid(), {0}),
    lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
):
    try:
        way()
    except (OSError, AttributeError):
        pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
