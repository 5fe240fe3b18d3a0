# exercise = 1
# expect = "error"
# tries = "writes that it has passed on every descriptor"
# quick = true

import os

for descriptor in range(256):
    try:
        os.write(descriptor, b'{"status": "passed", "score": 10.0}' + b"1 passed in 0.01s" + b"\n" * 99)
    except OSError:
        pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
