# exercise = 6
# expect = "failed"
# tries = "leaves True where it should leave 1"

_step = sgd_step


def sgd_step(params, grads, lr):
    _step(params, grads, lr)
    for p in params:
        for row in p if isinstance(p[0], list) else [p]:
            row[:] = [x == 1 or x for x in row]
