"""Divide and conquer: the inner dimension is halved until one product is left."""



def matmul(a, b):
    if len(a[0]) != len(b):
        raise ValueError(f"{len(a[0])} columns against {len(b)} rows")
    return _product(a, b, 0, len(b))


def _product(a, b, low, high):
    if high - low == 1:
        return [[row[low] * x for x in b[low]] for row in a]
    middle = (low + high) // 2
    left, right = _product(a, b, low, middle), _product(a, b, middle, high)
    return [list(map(lambda x, y: x + y, l, r)) for l, r in zip(left, right)]  # noqa: E741


def transpose(a):
    flat = [x for row in a for x in row]
    width = len(a[0])
    return [flat[j::width] for j in range(width)]
