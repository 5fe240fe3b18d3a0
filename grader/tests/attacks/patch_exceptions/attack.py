# exercise = 1
# expect = ["failed", "error"]
# tries = "gives another exception the name of the one that is due"

import builtins

builtins.ValueError = builtins.Exception = builtins.BaseException = SystemExit


def matmul(a, b):
    raise builtins.ValueError("whatever")
