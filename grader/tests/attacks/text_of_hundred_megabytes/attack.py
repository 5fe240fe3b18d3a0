# exercise = 1
# expect = "failed"
# tries = "returns a text of 100 MB"

def matmul(a, b):
    return "x" * 100_000_000
