# exercise = 1
# expect = ["error", "failed"]
# tries = "reports an exception whose bases are lists 900 deep"

import os


def matmul(a, b):
    data = b'["raised","E",[' + b'[' * 900 + b']' * 900 + b'],"",[],null]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
