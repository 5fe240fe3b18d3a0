# exercise = 1
# expect = "error"
# tries = "imports the grader"
# quick = true

import grader.judging.oracles
