# exercise = 1
# expect = ["failed", "error"]
# tries = "forbids its own interpreter everything"

import sys


def hook(event, arguments):
    raise SystemExit(0)


sys.addaudithook(hook)
