# exercise = 1
# expect = "failed"
# tries = "asks whoever sits at the keyboard"
# quick = true

def matmul(a, b):
    return input("the product, please: ")
