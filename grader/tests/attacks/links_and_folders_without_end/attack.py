# exercise = 1
# expect = ["failed", "error"]
# tries = "makes links and folders wherever it can"
# needs = "user"

import os
import tempfile

_made, _real = 0, matmul


def matmul(a, b):
    global _made
    for place in (".", OUTSIDE, "/tmp", "/var/tmp", "/dev/shm", "/"):
        for number in range(20):
            try:
                os.symlink("x" * 4_000, f"{place}/kata-flood-link-{_made}")
                _made += 1
            except OSError:
                pass
            try:
                os.mkdir(f"{place}/kata-flood-folder-{_made}")
                _made += 1
            except OSError:
                pass
    return _real(a, b) if _made else a
