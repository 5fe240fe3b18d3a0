# exercise = 8
# expect = "timeout"
# tries = "sleeps, which takes no CPU time"

import time


def fit(images, labels, seed):
    time.sleep(3600)
