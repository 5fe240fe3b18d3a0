# exercise = 1
# expect = "failed"
# tries = "traces every line that runs in its process"

import sys
import threading

sys.settrace(lambda *a: None)
sys.setprofile(lambda *a: None)
threading.settrace(lambda *a: None)


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
