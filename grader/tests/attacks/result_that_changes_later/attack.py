# exercise = 1
# expect = "failed"
# tries = "changes its earlier results when it is called again"

kept = []


def matmul(a, b):
    for row in kept:
        row[:] = [0.0] * len(row)
    result = [[sum(x * b[k][j] for k, x in enumerate(row)) for j in range(len(b[0]))] for row in a]
    if len(a[0]) != len(b):
        raise ValueError
    kept.extend(result)
    return result
