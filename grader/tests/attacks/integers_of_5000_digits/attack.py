# exercise = 1
# expect = "failed"
# tries = "returns integers of 5,000 digits"
# quick = true

def matmul(a, b):
    return [[10**5000] * len(b[0]) for _ in a]
