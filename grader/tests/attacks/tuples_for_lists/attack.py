# exercise = 1
# expect = "failed"
# tries = "returns tuples"

def matmul(a, b):
    return tuple(tuple(0.0 for _ in b[0]) for _ in a)
