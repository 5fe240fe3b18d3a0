# exercise = 1
# expect = "error"
# tries = "answers with lists 100,000 deep"
# quick = true

import os


def matmul(a, b):
    data = b'[["returned",' + b'[' * 100_000 + b']' * 100_000 + b']]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
