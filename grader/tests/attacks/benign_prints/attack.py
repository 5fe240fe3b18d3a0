# exercise = 1
# expect = "passed"
# tries = "prints in every call"
# quick = true

import sys

print("loading", end="")
plain = matmul


def matmul(a, b):
    print("matmul", a, b)
    print("…and to stderr", file=sys.stderr, flush=True)
    sys.stdout.write("half a line")
    return plain(a, b)
