# exercise = 1
# expect = "error"
# tries = "ends the process with status 0 instead of answering"

import os


def matmul(a, b):
    os._exit(0)
