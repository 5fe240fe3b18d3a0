# exercise = 1
# expect = "failed"
# tries = "returns infinities"

def matmul(a, b):
    return [[float("inf")] * len(b[0]) for _ in a]
