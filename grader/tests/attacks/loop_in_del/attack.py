# exercise = 1
# expect = "timeout"
# tries = "loops when an object is deleted"

class Endless:
    def __del__(self):
        while True:
            pass


def matmul(a, b):
    Endless()
    return [[0.0]]
