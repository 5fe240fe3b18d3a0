# exercise = 1
# expect = "failed"
# tries = "starts a thread that never ends"
# quick = true

import threading
import time


def stay():
    while True:
        time.sleep(0.01)


try:
    threading.Thread(target=stay).start()
except RuntimeError:
    pass


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
