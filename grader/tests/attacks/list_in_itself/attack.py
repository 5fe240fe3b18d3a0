# exercise = 1
# expect = ["failed", "error"]
# tries = "returns a list that holds itself"
# quick = true

def matmul(a, b):
    result = []
    result.append(result)
    return result
