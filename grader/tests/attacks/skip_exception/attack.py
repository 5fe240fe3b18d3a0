# exercise = 1
# expect = "failed"
# tries = "raises what pytest would take for a skipped test"
# quick = true

class Skipped(BaseException):
    __module__ = "_pytest.outcomes"


Skipped.__qualname__ = "Skipped"


def matmul(a, b):
    raise Skipped("all is well")


def transpose(a):
    raise Skipped("all is well")
