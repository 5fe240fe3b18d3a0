# exercise = 1
# expect = "error"
# tries = "raises its own limits"
# quick = true

import resource

for name in dir(resource):
    if name.startswith("RLIMIT_"):
        for value in (resource.RLIM_INFINITY, 1 << 20):
            try:
                resource.setrlimit(getattr(resource, name), (value, value))
            except (OSError, ValueError):
                pass
open("/etc/passwd").close()


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
