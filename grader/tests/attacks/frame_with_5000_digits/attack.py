# exercise = 1
# expect = "error"
# tries = "answers with an integer of 5,000 digits"

import os


def matmul(a, b):
    data = b'[["returned",' + b'7' * 5000 + b']]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
