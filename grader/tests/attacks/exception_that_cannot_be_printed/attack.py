# exercise = 1
# expect = "failed"
# tries = "raises an exception whose text ends the process"
# quick = true

class Silent(Exception):
    def __str__(self):
        raise SystemExit(0)

    __repr__ = __str__


def matmul(a, b):
    raise Silent
