# exercise = 1
# expect = ["error"]
# tries = "answers with a million lists that nobody sent"

import os


def matmul(a, b):
    data = b'[["returned",[[1.0]]]]\n[' + b'["",[]],' * 1_000_000 + b'[]]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
