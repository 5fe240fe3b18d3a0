# exercise = 1
# expect = "error"
# tries = "imports numpy"
# quick = true

import numpy


def matmul(a, b):
    return (numpy.array(a) @ numpy.array(b)).tolist()
