# exercise = 1
# expect = ["failed", "error"]
# tries = "answers a thousand times before it is asked"
# quick = true

import os

frame = b'[["returned",[[0.0]]]]\n[]\n[]'
for _ in range(1000):
    os.write(3, len(frame).to_bytes(4, "big") + frame)
