# exercise = 1
# expect = "failed"
# tries = "raises an exception that only bears the name of the one that is due"
# quick = true

class ValueError(Exception):
    __module__ = "builtins"


honest = matmul


def matmul(a, b):
    try:
        return honest(a, b)
    except Exception:
        raise ValueError("shapes do not fit")
