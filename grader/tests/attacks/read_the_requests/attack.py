# exercise = 1
# expect = ["timeout", "error"]
# tries = "reads the grader's next requests itself"

import os


def matmul(a, b):
    while True:
        os.read(0, 1 << 20)
