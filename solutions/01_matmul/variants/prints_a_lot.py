import sys
from fractions import Fraction

print("matmul module imported")
DEBUG = True


def log(*things):
    if DEBUG:
        print(*things, file=sys.stderr)


def matmul(a, b):
    log("matmul", len(a), "x", len(a[0]), "times", len(b), "x", len(b[0]))
    print('{"value": [[1.0]]}')
    if len(a[0]) != len(b):
        log("bad shapes!")
        raise ValueError("bad shapes: %d != %d" % (len(a[0]), len(b)))
    result = [[None] * len(b[0]) for _ in range(len(a))]
    for i in range(len(a)):
        for j in range(len(b[0])):
            total = Fraction(0)
            for k in range(len(b)):
                total += Fraction(a[i][k]) * Fraction(b[k][j])
            result[i][j] = float(total)
    print(str(result)[:200])
    return result


def transpose(a):
    result = []
    for j in range(len(a[0])):
        result.append([row[j] for row in a])
    print("transposed")
    return result


if __name__ == "__main__":
    print(matmul([[1, 2]], [[3], [4]]))
