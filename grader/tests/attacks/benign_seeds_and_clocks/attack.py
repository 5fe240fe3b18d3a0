# exercise = 1
# expect = "passed"
# tries = "looks at clocks and draws numbers of its own"

import random
import time

generator = random.Random(7)
started = time.monotonic()
plain = matmul


def matmul(a, b):
    assert 0 <= generator.random() < 1
    time.sleep(0.0001)
    assert time.monotonic() >= started
    return plain(a, b)
