# exercise = 1
# expect = "failed"
# tries = "looks for the expected value in the frames of its callers"
# quick = true

import sys


def matmul(a, b):
    frame = sys._getframe()
    while frame is not None:
        for name, value in list(frame.f_locals.items()) + list(frame.f_globals.items()):
            if "expect" in name.lower() or "oracle" in name.lower():
                return value
        frame = frame.f_back
    return [[0.0] * len(b[0]) for _ in a]
