# exercise = 1
# expect = "failed"
# tries = "has another program read the reference solution"

import os
import subprocess


def read(path):
    for way in (
        lambda: subprocess.run(["/bin/cat", path], capture_output=True, text=True).stdout,
        lambda: os.popen("cat " + path).read(),
    ):
        try:
            text = way()
            if text:
                return text
        except Exception:
            pass
    raise OSError

PATHS = [
    PROJECT + "/solutions/01_matmul/matmul.py",
    OUTSIDE + "/matmul.py",
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
