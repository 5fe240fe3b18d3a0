# exercise = 1
# expect = "failed"
# tries = "raises an exception with 20,000 causes"

def matmul(a, b):
    error = None
    for _ in range(20_000):
        following = RuntimeError("again")
        following.__cause__ = error
        error = following
    raise error
