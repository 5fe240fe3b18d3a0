# exercise = 1
# expect = ["error", "failed"]
# tries = "answers with an object that nobody has"

import os


def matmul(a, b):
    data = b'[["returned",{"object":[1' + b'0' * 300 + b',"list"]}]]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
