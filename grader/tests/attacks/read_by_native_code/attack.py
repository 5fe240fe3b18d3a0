# exercise = 1
# expect = "failed"
# tries = "has the C library and the kernel read the reference solution"
# quick = true

import ctypes


def read(path):
    libc = ctypes.CDLL(None)
    buffer = ctypes.create_string_buffer(1 << 16)
    for descriptor in (
        libc.open(path.encode(), 0),
        libc.openat(-100, path.encode(), 0),
        libc.syscall(2, path.encode(), 0),
        libc.syscall(257, -100, path.encode(), 0),
        libc.syscall(437, -100, path.encode(), bytes(24), 24),
    ):
        count = libc.read(descriptor, buffer, len(buffer))
        if count > 0:
            return buffer.raw[:count].decode()
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
