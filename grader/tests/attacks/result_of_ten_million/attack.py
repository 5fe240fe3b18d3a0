# exercise = 1
# expect = ["error", "failed", "timeout"]
# tries = "returns ten million numbers"

def matmul(a, b):
    return [[0.1] * 10_000_000]
