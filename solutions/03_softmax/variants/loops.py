import math


def softmax(z):
    result = []
    for i in range(len(z)):
        biggest = z[i][0]
        for value in z[i]:
            if value > biggest:
                biggest = value
        exps = []
        total = 0.0
        for value in z[i]:
            e = math.exp(value - biggest)
            exps.append(e)
            total += e
        for j in range(len(exps)):
            exps[j] /= total
        result.append(exps)
    return result


def log_softmax(z):
    result = []
    for i in range(len(z)):
        biggest = max(z[i])
        total = 0.0
        for value in z[i]:
            total += math.exp(value - biggest)
        row = []
        for value in z[i]:
            row.append(value - biggest - math.log(total))
        result.append(row)
    return result
