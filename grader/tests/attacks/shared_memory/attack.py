# exercise = 1
# expect = "failed"
# tries = "leaves shared memory behind"

import multiprocessing.shared_memory


def matmul(a, b):
    multiprocessing.shared_memory.SharedMemory("kata", create=True, size=1 << 20)
