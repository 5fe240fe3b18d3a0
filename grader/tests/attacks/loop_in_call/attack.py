# exercise = 1
# expect = "timeout"
# tries = "loops when it is called"

def matmul(a, b):
    while True:
        pass
