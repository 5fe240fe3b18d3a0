# exercise = 25
# expect = "failed"
# tries = "returns the widest and deepest GPT that is allowed, untrained, to keep the grader busy"

import random


def fit(names, seed):
    width, layers = 64, 4
    gauss = random.Random(seed).gauss

    def matrix(rows, columns):
        return [[gauss(0, 0.02) for _ in range(columns)] for _ in range(rows)]

    params = [matrix(27, width), matrix(16, width)]
    for _ in range(layers):
        params += [[1.0] * width, *(matrix(width, width) for _ in range(4))]
        params += [[1.0] * width, matrix(width, 4 * width), matrix(4 * width, width)]
    return [*params, [1.0] * width, matrix(width, 27)], width
