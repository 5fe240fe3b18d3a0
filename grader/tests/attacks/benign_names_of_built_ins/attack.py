# exercise = 1
# expect = "passed"
# tries = "uses the names of built-ins for its own"

def matmul(list, dict):
    type, len, id = zip, [0], range(dict.__len__())
    if list[0].__len__() != dict.__len__():
        raise ValueError("shapes")
    return [[sum(r[k] * dict[k][j] for k in id) for j in range(dict[0].__len__())] for r in list]
