import math
import pprint


def _debug(**values):
    pprint.pprint(values, width=200, depth=2)


def softmax(z):
    out = [list(row) for row in z]
    for row in out:
        m = max(row)
        _debug(m=m)
        for j, x in enumerate(row):
            row[j] = math.exp(x - m)
        s = math.fsum(row)
        _debug(s=s)
        row[:] = (x / s for x in row)
    print(f"{out=}")
    return out


def log_softmax(z):
    out = []
    for row in z:
        m = max(row)
        shifted = [x - m for x in row]
        log_sum = math.log(sum(map(math.exp, shifted)))
        print("log_sum", log_sum)
        out.append([x - log_sum for x in shifted])
    return out
