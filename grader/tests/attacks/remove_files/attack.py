# exercise = 1
# expect = "failed"
# tries = "removes, renames, empties and dates files that everybody may write"
# needs = "kernel"
# quick = true

import os
import shutil

for path in (OUTSIDE + "/matmul.py", OUTSIDE + "/kept/file", OUTSIDE + "/kept"):
    for way in (
        lambda: os.unlink(path),
        lambda: os.rmdir(path),
        lambda: os.truncate(path, 0),
        lambda: os.rename(path, path + ".gone"),
        lambda: os.chmod(path, 0),
        lambda: os.utime(path, (0, 0)),
        lambda: os.link(path, path + ".link"),
        lambda: os.replace(path, OUTSIDE + "/other"),
        lambda: shutil.rmtree(path),
    ):
        try:
            way()
        except OSError:
            pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
