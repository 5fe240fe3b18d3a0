# exercise = 1
# expect = "error"
# tries = "answers with a bare true"

import os


def matmul(a, b):
    data = b'true'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
