# exercise = 1
# expect = "error"
# tries = "answers with an object that has one key twice"

import os


def matmul(a, b):
    data = b'[["returned",{"tuple":[],"tuple":[]}]]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
