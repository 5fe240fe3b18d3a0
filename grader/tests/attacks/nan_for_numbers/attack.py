# exercise = 1
# expect = "failed"
# tries = "returns nan, which no comparison catches that asks whether the error is too large"
# quick = true

def matmul(a, b):
    return [[float("nan")] * len(b[0]) for _ in a]
