# exercise = 1
# expect = "failed"
# tries = "fills every folder it can think of"
# needs = "kernel"
# quick = true

import os
import tempfile

for folder in (".", OUTSIDE, "/tmp", "/dev/shm", "/var/tmp"):
    for way in (
        lambda: open(folder + "/kata-flood", "wb").write(bytes(1 << 20)),
        lambda: os.mkdir(folder + "/kata-flood.d"),
        lambda: os.symlink("/", folder + "/kata-flood.l"),
        lambda: os.mkfifo(folder + "/kata-flood.f"),
        lambda: tempfile.mkdtemp(dir=folder, prefix="kata-flood-"),
        lambda: os.truncate(OUTSIDE + "/matmul.py", 1 << 40),
    ):
        try:
            way()
        except OSError:
            pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
