# exercise = 1
# expect = "failed"
# tries = "returns a list that is never read to its end"

class Endless(list):
    def __iter__(self):
        while True:
            pass

    __len__ = __getitem__ = __iter__


def matmul(a, b):
    return Endless()
