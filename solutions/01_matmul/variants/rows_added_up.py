"""Row i of the product is a sum of the rows of b, weighted by row i of a; zeros are skipped."""


def matmul(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    assert a and b
    if len(a[0]) != len(b):
        raise ValueError("shapes")
    out = []
    for weights in a:
        row = [0.0] * len(b[0])
        for w, b_row in zip(weights, b):
            if w:
                row = [acc + w * x for acc, x in zip(row, b_row)]
        out.append(row)
    return out


def transpose(a: list[list[float]]) -> list[list[float]]:
    columns: list[list[float]] = [[] for _ in a[0]]
    for row in a:
        for column, x in zip(columns, row):
            column.append(x)
    return columns
