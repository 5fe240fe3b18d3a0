def matmul(a, b):
    n, k, m = len(a), len(a[0]), len(b[0])
    if len(b) != k:
        raise ValueError("inner dimensions differ")
    c = []
    for i in range(n):
        c.append([])
        for j in range(m):
            s = 0.0
            for p in range(k):
                s += a[i][p] * b[p][j]
            c[i].append(s)
    return c


def transpose(a):
    t = [[0.0] * len(a) for _ in range(len(a[0]))]
    for i in range(len(a)):
        for j in range(len(a[0])):
            t[j][i] = a[i][j]
    return t
