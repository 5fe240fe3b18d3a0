# exercise = 1
# expect = "failed"
# tries = "has a profile hook look at the guest's own frames after a call"
# quick = true

import sys


def look(frame, event, argument):
    for thing in list(frame.f_locals.values()):
        if type(thing).__name__ == "Guest":
            type(thing).reply = lambda self: b'[["returned",[[1.0]]]]\n[]\n[]'


def matmul(a, b):
    sys.setprofile(look)
    sys.settrace(look)
    return [[0.0] * len(b[0]) for _ in a]
