"""A zero ends the sum where it should only be passed over."""


def matmul(a, b):
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    result = []
    for row in a:
        result.append([])
        for column in transpose(b):
            total = 0.0
            for x, y in zip(row, column):
                if x == 0 or y == 0:
                    break
                total += x * y
            result[-1].append(total)
    return result


def transpose(a):
    return [list(column) for column in zip(*a)]
