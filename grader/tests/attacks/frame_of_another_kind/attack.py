# exercise = 1
# expect = "error"
# tries = "answers with a kind that there is not"

import os


def matmul(a, b):
    data = b'["passed","passed",null,[]]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
