# exercise = 1
# expect = "failed"
# tries = "returns a generator"

def matmul(a, b):
    return ([0.0] * len(b[0]) for _ in a)
