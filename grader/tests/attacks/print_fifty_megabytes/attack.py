# exercise = 1
# expect = ["failed", "timeout"]
# tries = "prints 50 MB while it is imported"

for _ in range(50):
    print("x" * 1_000_000)


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
