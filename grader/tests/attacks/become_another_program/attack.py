# exercise = 1
# expect = { kernel = "failed", limits = ["failed", "error"] }
# tries = "becomes another program in the grader's own process"

import os
import sys


def matmul(a, b):
    os.execv("/bin/sh", ["sh", "-c", "exit 0"])
