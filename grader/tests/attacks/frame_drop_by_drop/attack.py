# exercise = 1
# expect = "timeout"
# tries = "sends an answer a byte at a time, for as long as it is let"

import os
import time


def matmul(a, b):
    os.write(3, (1000).to_bytes(4, "big"))
    while True:
        os.write(3, b" ")
        time.sleep(0.05)
