# exercise = 1
# expect = "timeout"
# tries = "stops all clocks and loops"

import time

time.time = time.monotonic = time.perf_counter = time.process_time = lambda: 0.0
time.sleep = lambda seconds: None


def matmul(a, b):
    while True:
        pass
