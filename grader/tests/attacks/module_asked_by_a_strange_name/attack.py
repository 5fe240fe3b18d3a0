# exercise = 1
# expect = "failed"
# tries = "asks the grader for files by the names of modules"

import sys

_real = matmul


def matmul(a, b):
    for name in ("os/../../../../etc/passwd", "json.../secrets", "grader.cli", "json.tool\0", "a" * 9_999):
        for finder in sys.meta_path:
            try:
                found = finder.find_spec(name)
            except Exception:
                continue
            if found is not None:
                return _real(a, b)
    return a
