# exercise = 1
# expect = ["error", "failed"]
# tries = "answers with a float of 8 MB"

import os


def matmul(a, b):
    data = b'[["returned",[[0.' + b'7' * 8_000_000 + b']]]]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
