# exercise = 1
# expect = "failed"
# tries = "opens the reference solution in six ways"
# quick = true

import io
import os
import pathlib


def read(path):
    for way in (
        lambda: open(path).read(),
        lambda: io.FileIO(path).read().decode(),
        lambda: io.open_code(path).read().decode(),
        lambda: pathlib.Path(path).read_text(),
        lambda: os.read(os.open(path, os.O_RDONLY), 1 << 20).decode(),
        lambda: os.read(os.open(path, os.O_RDONLY | getattr(os, "O_PATH", 0)), 1 << 20).decode(),
    ):
        try:
            return way()
        except OSError:
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
