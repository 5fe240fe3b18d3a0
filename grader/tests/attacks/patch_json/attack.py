# exercise = 1
# expect = ["failed", "error"]
# tries = "patches json in the guest's own loop"
# quick = true

import json

json.dumps = lambda value, **options: '["returned", [[1.0]], null, []]'
json.loads = lambda text: {"op": "call", "target": "matmul", "args": [], "kwargs": {}}
