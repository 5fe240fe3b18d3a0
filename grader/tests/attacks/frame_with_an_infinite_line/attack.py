# exercise = 1
# expect = ["error", "failed"]
# tries = "reports an exception in line infinity"
# quick = true

import os


def matmul(a, b):
    data = b'["raised","ValueError",["ValueError"],"",[["matmul.py",1e999,""]],null]'
    os.write(3, len(data).to_bytes(4, "big"))
    while data:
        data = data[os.write(3, data) :]
