# exercise = 1
# expect = "failed"
# tries = "walks down the stack, at import and in a call, and answers by whatever it finds there"
# quick = true

import sys


def take_over():
    frame = sys._getframe(1)
    while frame is not None:
        for names in (frame.f_globals, frame.f_locals):
            for thing in list(names.values()):
                for name in ("answer", "finish", "reply", "encode"):
                    if isinstance(thing, type) and name in vars(thing):
                        setattr(thing, name, lambda *_: b'[["returned",[[1.0]]]]\n[]\n[]')
        frame = frame.f_back


take_over()


def matmul(a, b):
    take_over()
    return [[0.0] * len(b[0]) for _ in a]
