# exercise = 1
# expect = "error"
# tries = "kills its own process"

import signal


def matmul(a, b):
    signal.raise_signal(signal.SIGKILL)
