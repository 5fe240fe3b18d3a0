# exercise = 1
# expect = "failed"
# tries = "changes its arguments into numbers that equal what they were"
# quick = true

class Liar(float):
    def __eq__(self, other):
        return True


def matmul(a, b):
    for row in a:
        row[:] = [Liar(7.0) for _ in row]
    return [[0.0] * len(b[0]) for _ in a]
