# exercise = 1
# expect = "passed"
# tries = "takes 300 MB for tables that it does not need"

table = list(range(5_000_000))
plain = matmul


def matmul(a, b):
    scratch = [float(x) for x in range(200_000)]
    return plain(a, b)
