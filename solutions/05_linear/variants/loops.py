"""Index loops throughout, nothing imported."""


def linear(x, w, b):
    n, d, h = len(x), len(w), len(w[0])
    if len(x[0]) != d:
        raise ValueError("x does not fit w")
    if len(b) != h:
        raise ValueError("b does not fit w")
    y = [[0.0] * h for _ in range(n)]
    for i in range(n):
        for j in range(h):
            total = b[j]
            for k in range(d):
                total += x[i][k] * w[k][j]
            y[i][j] = total
    return y


def linear_backward(x, w, dy):
    n, d, h = len(x), len(w), len(w[0])
    if len(x[0]) != d or len(dy) != n or len(dy[0]) != h:
        raise ValueError("shapes")
    dx = [[0.0] * d for _ in range(n)]
    dw = [[0.0] * h for _ in range(d)]
    db = [0.0] * h
    for i in range(n):
        for j in range(h):
            db[j] += dy[i][j]
            for k in range(d):
                dx[i][k] += dy[i][j] * w[k][j]
                dw[k][j] += x[i][k] * dy[i][j]
    return dx, dw, db
