# exercise = 1
# expect = "passed"
# tries = "puts a neighbour on its path, as scripts do"
# quick = true

import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "02_sigmoid"))
