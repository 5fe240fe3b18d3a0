# exercise = 1
# expect = "timeout"
# tries = "loops where no signal handler of Python gets a turn"

import re


def matmul(a, b):
    return re.match("(a+)+$", "a" * 60 + "b")
