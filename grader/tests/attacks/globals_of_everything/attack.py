# exercise = 1
# expect = "failed"
# tries = "looks for the guest in the globals of every function that any module holds"
# quick = true

import sys

for module in list(sys.modules.values()):
    for thing in list(vars(module).values()):
        names = getattr(thing, "__globals__", None)
        for name, found in list(names.items()) if type(names) is dict else ():
            if name in ("Guest", "Values", "Objects") and isinstance(found, type):
                found.encode = found.finish = found.reply = lambda *_: [[1.0]]


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
