# exercise = 1
# expect = ["failed", "error"]
# tries = "takes over the imports and forgets all modules"

import sys


class Finder:
    def find_spec(self, name, path=None, target=None):
        raise SystemExit(0)


sys.meta_path.insert(0, Finder())
sys.modules.clear()


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
