# exercise = 1
# expect = ["error", "failed"]
# tries = "reads an address that is not there"

import ctypes


def matmul(a, b):
    return ctypes.string_at(1)
