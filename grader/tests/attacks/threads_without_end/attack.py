# exercise = 1
# expect = "failed"
# tries = "starts threads without end"

import threading
import time


def matmul(a, b):
    while True:
        threading.Thread(target=time.sleep, args=(3600,)).start()
