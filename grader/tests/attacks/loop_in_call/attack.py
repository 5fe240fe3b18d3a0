# exercise = 1
# expect = "timeout"
# tries = "loops when it is called"
# quick = true

def matmul(a, b):
    while True:
        pass
