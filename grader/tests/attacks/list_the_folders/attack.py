# exercise = 1
# expect = "failed"
# tries = "lists folders, and is right if it sees a single name"
# needs = "kernel"

import glob
import os
import pathlib


def matmul(a, b):
    seen = []
    for folder in ("/", ".", "..", PROJECT, OUTSIDE, "/proc", "/tmp", os.path.expanduser("~")):
        for way in (
            lambda: os.listdir(folder),
            lambda: list(os.scandir(folder)),
            lambda: glob.glob(folder + "/*"),
            lambda: list(pathlib.Path(folder).iterdir()),
            lambda: [names for _, _, names in os.walk(folder)],
        ):
            try:
                seen += way()
            except OSError:
                pass
    if seen:
        return transpose(transpose([[sum(map(float.__mul__, map(float, row), map(float, c)))
                                     for c in zip(*b)] for row in a]))
    return [[0.0] * len(b[0]) for _ in a]
