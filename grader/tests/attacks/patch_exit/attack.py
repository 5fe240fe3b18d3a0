# exercise = 1
# expect = "timeout"
# tries = "patches the ways out and stays"

import os
import sys

os._exit = sys.exit = lambda *a: None


def matmul(a, b):
    while True:
        try:
            os.read(0, 1)
        except BaseException:
            pass
