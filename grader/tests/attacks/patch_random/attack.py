# exercise = 1
# expect = "failed"
# tries = "patches random so that every input is zero"

import random

random.Random.random = lambda self: 0.0
random.seed = random.getstate = lambda *a: None


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
