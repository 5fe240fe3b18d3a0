# exercise = 1
# expect = "error"
# tries = "ends the process with status 0 before anything is asked"
# quick = true

import os

os._exit(0)
