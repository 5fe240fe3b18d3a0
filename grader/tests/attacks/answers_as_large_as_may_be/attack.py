# exercise = 1
# expect = ["error", "failed"]
# tries = "returns matrices that are just not too large, so that the grader compares for ever"

_row = [0.123456789] * 1_000


def matmul(a, b):
    return [_row[:] for _ in range(60)]


transpose = lambda a: matmul(a, a)
