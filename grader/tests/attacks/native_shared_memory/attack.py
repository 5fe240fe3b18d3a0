# exercise = 1
# expect = "failed"
# tries = "leaves memory, semaphores and queues behind in the kernel"
# needs = "kernel"

import ctypes

libc = ctypes.CDLL(None)
for key in range(4):
    libc.shmget(0x6B617461 + key, 4096, 0o1666)
    libc.semget(0x6B617461 + key, 1, 0o1666)
    libc.msgget(0x6B617461 + key, 0o1666)


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
