# exercise = 1
# expect = ["error", "failed"]
# tries = "asks the grader for a module of the standard library after the other, without end"


def matmul(a, b):
    for number in range(10_000_000):
        try:
            __import__(f"json.x{number}")
        except ImportError:
            pass
    return a
