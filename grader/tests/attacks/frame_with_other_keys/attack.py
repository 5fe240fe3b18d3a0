# exercise = 1
# expect = "error"
# tries = "answers with an object of its own"

import os


def matmul(a, b):
    data = b'[["returned",{"__class__":"Verdict","status":"passed"}]]\n[]\n[]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
