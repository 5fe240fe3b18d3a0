# exercise = 1
# expect = ["timeout"]
# tries = "is right, and sleeps two seconds in every call"

import time

honest = matmul


def matmul(a, b):
    time.sleep(2)
    return honest(a, b)
