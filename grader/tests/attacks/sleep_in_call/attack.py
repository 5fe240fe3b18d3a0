# exercise = 1
# expect = "timeout"
# tries = "sleeps when it is called"

import time


def matmul(a, b):
    time.sleep(3600)
