# exercise = 1
# expect = "failed"
# tries = "prints bytes that are not text"
# quick = true

import os


def matmul(a, b):
    os.write(1, b"\xff\xfe\x80\xed\xa0\x80\0" * 100)
    print("\ud800")
