# exercise = 1
# expect = "error"
# tries = "asks the grader for a module in a package in a package, 100,000 deep"

import os


def matmul(a, b):
    data = b'["module","json' + b".json" * 100_000 + b'"]'
    data = len(data).to_bytes(4, "big") + data
    while data:
        data = data[os.write(3, data) :]
    return a
