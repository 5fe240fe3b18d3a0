# exercise = 1
# expect = "failed"
# tries = "calls itself without an end"

def matmul(a, b):
    return matmul(b, a)
