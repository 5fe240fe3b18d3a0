from decimal import Context, Decimal

print("hello from sigmoid")

_context = Context(prec=30, traps=[])


def sigmoid(z):
    print("sigmoid of", str(z)[:100])
    result = list()
    for row in z:
        result.append([])
        for x in row:
            power = _context.exp(_context.minus(Decimal(x)))
            print("  power:", power)
            result[-1].append(float(_context.divide(1, _context.add(1, power))))
    return result


def sigmoid_backward(y, dy):
    print("y:", y, "dy:", dy)
    if len(y) != len(dy) or any(len(a) != len(b) for a, b in zip(y, dy)):
        raise ValueError("shape mismatch")
    result = [row[:] for row in dy]
    for i, row in enumerate(y):
        for j, s in enumerate(row):
            result[i][j] *= s
            result[i][j] *= 1 - s
    return result
