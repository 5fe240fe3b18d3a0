# exercise = 1
# expect = ["error"]
# tries = "answers without end"

import os

frame = b'[["returned",[[1.0]]]]\n[]\n[]'
frame = len(frame).to_bytes(4, "big") + frame


def matmul(a, b):
    while True:
        os.write(3, frame * 100)
