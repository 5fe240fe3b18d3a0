# exercise = 1
# expect = "failed"
# tries = "puts an object that raises for everything in place of stdout"

import sys


class Stream:
    def __getattr__(self, name):
        raise SystemExit(0)


sys.stdout = sys.stderr = sys.__stdout__ = Stream()


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
