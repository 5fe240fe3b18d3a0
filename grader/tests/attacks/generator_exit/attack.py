# exercise = 1
# expect = "failed"
# tries = "raises an exception that is no Exception"

def matmul(a, b):
    raise GeneratorExit
