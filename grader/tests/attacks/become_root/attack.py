# exercise = 1
# expect = "error"
# tries = "becomes root"

import os

for way in (os.setuid, os.setgid, os.seteuid, lambda zero: os.setgroups([0])):
    try:
        way(0)
    except OSError:
        pass
open(OUTSIDE + "/owned", "w").close()


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
