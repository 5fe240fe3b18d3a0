# exercise = 1
# expect = "error"
# tries = "leaves by SystemExit while it is imported"

import sys

sys.exit(0)
