# exercise = 1
# expect = "failed"
# tries = "returns lists nested 3,000 deep"

def matmul(a, b):
    result = []
    for _ in range(3000):
        result = [result]
    return result
