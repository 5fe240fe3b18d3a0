# exercise = 1
# expect = "failed"
# tries = "returns an object whose class is named to break a report"
# quick = true

Liar = type("<img src=x onerror=alert(1)>\x1b[2J\x9b31m\u202e" + "x" * 1000, (), {})


def matmul(a, b):
    return Liar()
