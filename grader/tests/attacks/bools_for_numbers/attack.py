# exercise = 1
# expect = "failed"
# tries = "returns bools"

def matmul(a, b):
    return [[False] * len(b[0]) for _ in a]
