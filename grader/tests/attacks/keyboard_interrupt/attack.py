# exercise = 1
# expect = "failed"
# tries = "raises what looks like the user's Ctrl-C, so that the grader stops"
# quick = true

def matmul(a, b):
    raise KeyboardInterrupt
