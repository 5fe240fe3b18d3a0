# exercise = 1
# expect = "error"
# tries = "ends the process when an object is deleted"

import os


class Last:
    def __del__(self):
        os._exit(0)


def matmul(a, b):
    Last()
    return [[0.0]]
