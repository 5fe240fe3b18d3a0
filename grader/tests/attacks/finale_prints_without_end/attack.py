# exercise = 8
# expect = "timeout"
# tries = "prints empty lines while it computes, so that the grader looks at each for as long"

import os


def fit(images, labels, seed):
    while True:
        os.write(1, b"\n" * 600)
        sum(range(1_000_000))
