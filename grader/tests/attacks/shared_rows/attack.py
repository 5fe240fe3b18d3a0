# exercise = 1
# expect = "failed"
# tries = "returns one row many times"

def matmul(a, b):
    return [[0.0] * len(b[0])] * len(a)
