# exercise = 1
# expect = ["error", "failed"]
# tries = "answers with lists 3,000 deep"

import os


def matmul(a, b):
    data = b'[["returned",' + b'[' * 3000 + b']' * 3000 + b']]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
