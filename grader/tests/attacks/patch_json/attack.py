# exercise = 1
# expect = ["failed", "error"]
# tries = "patches json in the guest's own loop"
# quick = true

import json

json.dumps = json.JSONEncoder.encode = lambda *args, **options: '[["returned",[[1.0]]]]'
json.loads = lambda text: {"steps": []}
