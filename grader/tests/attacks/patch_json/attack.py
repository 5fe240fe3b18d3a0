# exercise = 1
# expect = ["failed", "error"]
# tries = "patches json, and with it what the guest's own loop may answer"
# quick = true

import json

json.dumps = json.JSONEncoder.encode = lambda *args, **options: '[["returned",[[1.0]]]]'
json.loads = lambda text: {"steps": []}


def matmul(a, b):
    return [[0.5]]
