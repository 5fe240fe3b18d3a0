# exercise = 1
# expect = "failed"
# tries = "returns text that no encoding can write"

def matmul(a, b):
    return "\ud800\udfff"
