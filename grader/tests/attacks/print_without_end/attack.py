# exercise = 1
# expect = "timeout"
# tries = "prints without end"

def matmul(a, b):
    while True:
        print("x" * 1000)
