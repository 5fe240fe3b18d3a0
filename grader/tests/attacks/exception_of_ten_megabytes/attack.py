# exercise = 1
# expect = "failed"
# tries = "raises an exception with a message of 10 MB"

def matmul(a, b):
    raise RuntimeError("x" * 10_000_000)
