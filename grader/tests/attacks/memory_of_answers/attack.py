# exercise = 1
# expect = "failed"
# tries = "keeps its answers in a file for the next process"

import functools
import os

honest = matmul


@functools.cache
def remembered(key):
    return honest(*key)


def matmul(a, b):
    path = os.path.join(OUTSIDE, "answers")
    try:
        with open(path, "a") as file:
            file.write(repr((a, b)))
        return honest(a, b)
    except OSError:
        return [[0.0] * len(b[0]) for _ in a]
