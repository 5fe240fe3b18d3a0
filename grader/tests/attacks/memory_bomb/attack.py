# exercise = 1
# expect = "failed"
# tries = "takes 3 GiB of memory"
# quick = true

def matmul(a, b):
    return len(bytearray(3 << 30))
