# exercise = 1
# expect = "failed"
# tries = "is right for the first three calls"
# quick = true

calls = 0
honest = matmul


def matmul(a, b):
    global calls
    calls += 1
    return honest(a, b) if calls <= 3 else [[0.0] * len(b[0]) for _ in a]
