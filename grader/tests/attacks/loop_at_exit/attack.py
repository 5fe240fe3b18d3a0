# exercise = 1
# expect = "failed"
# tries = "loops when the interpreter ends"

import atexit


@atexit.register
def stay():
    while True:
        pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
