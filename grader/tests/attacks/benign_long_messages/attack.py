# exercise = 1
# expect = "passed"
# tries = "raises the right exception with a very long message"

plain = matmul


def matmul(a, b):
    try:
        return plain(a, b)
    except ValueError:
        raise ValueError("these shapes do not fit: " + "x" * 100_000)
