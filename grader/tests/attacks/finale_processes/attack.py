# exercise = 8
# expect = "failed"
# tries = "trains in other processes, whose CPU time it hopes is not counted"

import multiprocessing


def fit(images, labels, seed):
    with multiprocessing.Pool() as pool:
        return pool.map(len, images)
