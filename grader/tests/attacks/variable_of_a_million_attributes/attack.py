# exercise = 14
# expect = ["failed", "error"]
# tries = "answers questions after numbers with megabytes"

class Variable:
    def __init__(self, data):
        self.data = [[0.0] * 1000 for _ in range(1000)]
        self.grad = "x" * 10_000_000
        self.creator = self
