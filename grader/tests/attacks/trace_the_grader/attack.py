# exercise = 1
# expect = "failed"
# tries = "attaches to the grader and writes into its memory"
# needs = "user"
# quick = true

import ctypes
import os

libc = ctypes.CDLL(None)
page = ctypes.create_string_buffer(4096)
vector = (ctypes.c_void_p * 2)(ctypes.addressof(page), 4096)
libc.ptrace(16, os.getppid(), 0, 0)
libc.process_vm_readv(os.getppid(), vector, 1, vector, 1, 0)
libc.process_vm_writev(os.getppid(), vector, 1, vector, 1, 0)


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
