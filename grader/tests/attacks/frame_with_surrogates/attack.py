# exercise = 1
# expect = ["error", "failed"]
# tries = "answers with half a character"

import os


def matmul(a, b):
    data = b'["raised","\\ud800",["\\udfff"],"\\ud800",[],null]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
