# exercise = 1
# expect = "error"
# tries = "puts the solutions on its path"

import sys

sys.path[:0] = [PROJECT, PROJECT + "/solutions", PROJECT + "/solutions/01_matmul", OUTSIDE]
del sys.modules["matmul"]
import solutions
