# exercise = 1
# expect = "timeout"
# tries = "sleeps while it is imported"

import time

time.sleep(3600)
