# exercise = 1
# expect = "passed"
# tries = "works by recursion"

def matmul(a, b):
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    return product(a, b)


def product(a, b):
    if len(a) > 1:
        middle = len(a) // 2
        return product(a[:middle], b) + product(a[middle:], b)
    return [[dot(a[0], list(column)) for column in zip(*b)]]


def dot(left, right):
    if len(left) > 1:
        middle = len(left) // 2
        return dot(left[:middle], right[:middle]) + dot(left[middle:], right[middle:])
    return left[0] * right[0]
