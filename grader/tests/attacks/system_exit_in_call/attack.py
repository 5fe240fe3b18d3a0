# exercise = 1
# expect = "failed"
# tries = "leaves by SystemExit, which most handlers let through"

def matmul(a, b):
    raise SystemExit(0)
