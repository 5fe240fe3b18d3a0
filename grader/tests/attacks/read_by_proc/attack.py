# exercise = 1
# expect = "failed"
# tries = "reaches the files of the grader through /proc"
# quick = true

import os


def read(path):
    return open(path).read()

PATHS = [
    f"/proc/{process}/{link}{path}"
    for process in ("self", os.getppid(), 1)
    for link in ("root", "cwd/../../../../..")
    for path in (PROJECT + "/solutions/01_matmul/matmul.py", OUTSIDE + "/matmul.py")
] + ["/proc/self/cwd/../../" + OUTSIDE + "/matmul.py"]


def matmul(a, b):
    for path in PATHS:
        try:
            names = {}
            exec(compile(read(path), path, "exec"), names)
            return names["matmul"](a, b)
        except Exception:
            continue
    return [[0.0] * len(b[0]) for _ in a]
