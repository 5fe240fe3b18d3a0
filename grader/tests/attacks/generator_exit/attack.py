# exercise = 1
# expect = "failed"
# tries = "raises an exception that is not an Exception"

def matmul(a, b):
    raise GeneratorExit
