# exercise = 1
# expect = "failed"
# tries = "makes memory for machine code"

import mmap


def matmul(a, b):
    return mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
