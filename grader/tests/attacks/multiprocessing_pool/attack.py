# exercise = 1
# expect = "failed"
# tries = "computes in other processes"

import multiprocessing


def matmul(a, b):
    with multiprocessing.Pool(2) as pool:
        return pool.map(float, a[0])
