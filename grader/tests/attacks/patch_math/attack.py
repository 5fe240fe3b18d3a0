# exercise = 1
# expect = "failed"
# tries = "patches math so that everything is close"

import math
import operator

math.isclose = lambda *a, **k: True
math.fsum = sum = lambda values: 0.0
math.isfinite = lambda value: True
operator.eq = operator.is_ = lambda a, b: True


def matmul(a, b):
    return [[0.0] * len(b[0]) for _ in a]
