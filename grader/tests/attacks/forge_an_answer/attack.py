# exercise = 1
# expect = ["failed", "error"]
# tries = "writes a well-formed answer of its own into the channel"

import os


def matmul(a, b):
    frame = b'[["returned",[[1.0]]]]\n[]\n[]'
    os.write(3, len(frame).to_bytes(4, "big") + frame)
    return [[0.0]]
