import math


def sigmoid(z):
    out = []
    for i in range(len(z)):
        row = []
        for j in range(len(z[i])):
            v = z[i][j]
            if v < 0:
                row.append(math.exp(v) / (1.0 + math.exp(v)))
            else:
                row.append(1.0 / (1.0 + math.exp(-v)))
        out.append(row)
    return out


def sigmoid_backward(y, dy):
    if len(y) != len(dy):
        raise ValueError("number of rows")
    for i in range(len(y)):
        if len(y[i]) != len(dy[i]):
            raise ValueError("number of columns")
    dz = [[0.0 for _ in y[0]] for _ in y]
    for i in range(len(y)):
        for j in range(len(y[0])):
            dz[i][j] = dy[i][j] * y[i][j] * (1.0 - y[i][j])
    return dz
