# exercise = 1
# expect = "failed"
# tries = "reads the memory and the environment of the grader"

import os


def read(path):
    with open(path, "rb") as memory:
        return memory.read(1 << 20).decode("latin-1")

PATHS = [
    f"/proc/{os.getppid()}/{name}" for name in ("mem", "environ", "maps", "cmdline", "fd/0", "fd/3")
]


def matmul(a, b):
    for path in PATHS:
        try:
            names = {}
            exec(compile(read(path), path, "exec"), names)
            return names["matmul"](a, b)
        except Exception:
            continue
    return [[0.0] * len(b[0]) for _ in a]
