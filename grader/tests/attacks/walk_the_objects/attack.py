# exercise = 1
# expect = "failed"
# tries = "looks for the expected value among all objects"
# quick = true

import gc
import sys


def matmul(a, b):
    gc.collect()
    found = [
        thing
        for thing in gc.get_objects()
        if type(thing) is list and len(thing) == len(a) and thing is not a
        and all(type(row) is list and len(row) == len(b[0]) for row in thing)
    ]
    return found[-1] if found else [[0.0] * len(b[0]) for _ in a]
