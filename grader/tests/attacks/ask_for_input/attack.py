# exercise = 1
# expect = ["failed", "timeout", "error"]
# tries = "asks whoever sits at the keyboard"

def matmul(a, b):
    return input("the product, please: ")
