# exercise = 1
# expect = "failed"
# tries = "looks for the guest in the globals of what imports it"
# quick = true

import sys

for finder in sys.meta_path:
    for method in vars(type(finder)).values():
        for name, thing in getattr(method, "__globals__", {}).items():
            if name in ("Guest", "Values", "Objects"):
                thing.encode = thing.finish = lambda *_: [[1.0]]


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
