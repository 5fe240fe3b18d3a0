# exercise = 1
# expect = "failed"
# tries = "finds the guest's loop among all objects and replaces its answers"
# quick = true

import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "Guest":
        type(thing).reply = lambda self: b'[["returned",[[1.0]]]]\n[]\n[]'


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
