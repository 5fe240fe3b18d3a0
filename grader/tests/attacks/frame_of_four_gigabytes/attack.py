# exercise = 1
# expect = "error"
# tries = "announces an answer of 4 GB and sends it"
# quick = true

import os


def matmul(a, b):
    os.write(3, b"\xff\xff\xff\xff")
    while True:
        os.write(3, bytes(1 << 16))
