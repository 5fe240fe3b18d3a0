# exercise = 8
# expect = "timeout"
# tries = "dozes, and works a moment now and then so as not to be taken for asleep"

import time

_fit = fit


def fit(images, labels, seed):
    for _ in range(600):
        time.sleep(2)
        sum(range(2_000_000))
    return _fit(images, labels, seed)
