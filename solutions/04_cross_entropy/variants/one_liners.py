from math import fsum

import softmax as s


def _ok(z, t):
    if len(z) != len(t) or any(k not in range(len(z[0])) for k in t):
        raise ValueError((len(z), t))


def cross_entropy(z, t):
    return _ok(z, t) or -fsum(r[k] for r, k in zip(s.log_softmax(z), t)) / len(t)


def cross_entropy_backward(z, t):
    _ok(z, t)
    return [[p / len(t) - (j == k) / len(t) for j, p in enumerate(r)] for r, k in zip(s.softmax(z), t)]
