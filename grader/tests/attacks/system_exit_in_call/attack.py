# exercise = 1
# expect = "failed"
# tries = "leaves by SystemExit, which most handlers let through"
# quick = true

def matmul(a, b):
    raise SystemExit(0)
