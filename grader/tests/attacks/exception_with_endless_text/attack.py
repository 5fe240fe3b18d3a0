# exercise = 1
# expect = "timeout"
# tries = "raises an exception whose text takes forever"

class Endless(Exception):
    def __str__(self):
        while True:
            pass


def matmul(a, b):
    raise Endless
