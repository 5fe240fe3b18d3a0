# exercise = 1
# expect = "failed"
# tries = "raises for every input what is due for a bad one"

def matmul(a, b):
    raise ValueError("shapes do not fit")
