"""Two loops for a matrix, one for a vector; shapes compared before them."""


def is_matrix(p):
    return type(p[0]) is list


def check(a, b):
    if len(a) != len(b):
        raise ValueError("number of parameters")
    for p, q in zip(a, b):
        if is_matrix(p) != is_matrix(q):
            raise ValueError("a matrix and a vector")
        if len(p) != len(q):
            raise ValueError("lengths")
        if is_matrix(p) and any(len(r) != len(s) for r, s in zip(p, q)):
            raise ValueError("columns")


def sgd_step(params, grads, lr):
    check(params, grads)
    for k in range(len(params)):
        p, g = params[k], grads[k]
        if is_matrix(p):
            for i in range(len(p)):
                for j in range(len(p[0])):
                    p[i][j] -= lr * g[i][j]
        else:
            for j in range(len(p)):
                p[j] -= lr * g[j]


def momentum_step(params, grads, velocities, lr, momentum):
    check(params, grads)
    check(params, velocities)
    for k in range(len(params)):
        p, g, v = params[k], grads[k], velocities[k]
        if is_matrix(p):
            for i in range(len(p)):
                for j in range(len(p[0])):
                    v[i][j] = momentum * v[i][j] + g[i][j]
                    p[i][j] = p[i][j] - lr * v[i][j]
        else:
            for j in range(len(p)):
                v[j] = momentum * v[j] + g[j]
                p[j] = p[j] - lr * v[j]
    return params
