# exercise = 1
# expect = "error"
# tries = "imports the grader"

import grader.judging.oracles
