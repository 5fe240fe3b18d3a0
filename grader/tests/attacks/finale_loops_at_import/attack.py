# exercise = 8
# expect = "timeout"
# tries = "uses its budget up before it is asked"

import time

while True:
    time.process_time()
