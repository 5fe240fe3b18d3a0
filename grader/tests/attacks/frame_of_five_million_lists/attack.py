# exercise = 1
# expect = ["error", "failed"]
# tries = "answers with five million lists in 15 MB"

import os


def matmul(a, b):
    data = b'[["returned",[' + b'[],' * 5_000_000 + b'[]]]]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
