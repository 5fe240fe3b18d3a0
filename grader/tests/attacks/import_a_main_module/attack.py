# exercise = 1
# expect = ["failed", "error"]
# tries = "imports a module of the standard library that acts when it is imported"
# quick = true

try:
    import ensurepip.__main__
except BaseException:
    pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
