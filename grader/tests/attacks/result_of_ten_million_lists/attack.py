# exercise = 1
# expect = ["error", "failed", "timeout"]
# tries = "returns ten million lists"

def matmul(a, b):
    return [[] for _ in range(10_000_000)]
