# exercise = 1
# expect = "passed"
# tries = "prints two hundred lines in every call"

plain = matmul


def matmul(a, b):
    for step in range(200):
        print("step", step, a, b)
    return plain(a, b)
