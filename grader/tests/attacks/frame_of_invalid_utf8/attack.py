# exercise = 1
# expect = "error"
# tries = "answers with bytes that are not UTF-8"

import os


def matmul(a, b):
    data = b'[["returned","\xff\xfe\x80"]]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
