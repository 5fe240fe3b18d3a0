# exercise = 1
# expect = "failed"
# tries = "runs a shell in four ways"
# quick = true

import os
import subprocess

command = f"echo owned > {OUTSIDE}/owned"
for way in (
    lambda: subprocess.run(["/bin/sh", "-c", command]),
    lambda: os.system(command),
    lambda: os.posix_spawn("/bin/sh", ["sh", "-c", command], {}),
    lambda: os.popen(command).close(),
):
    try:
        way()
    except OSError:
        pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
