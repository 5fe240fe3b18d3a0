# exercise = 1
# expect = "passed"
# tries = "uses parts of the standard library that import others when they are used"
# quick = true

import codecs
import importlib
import statistics
import time
from collections import Counter
from functools import singledispatch


@singledispatch
def _number(x):
    return x


@_number.register
def _(x: bool):
    return int(x)


_real_matmul = matmul


def matmul(a, b):
    assert Counter("abracadabra").most_common(1) == [("a", 5)]
    assert statistics.mode([1, 2, 2]) == 2
    assert time.strptime("29 Feb 2024", "%d %b %Y").tm_yday == 60
    assert importlib.import_module("heapq").nlargest(1, [1, 3]) == [3]
    assert codecs.lookup("euc-kr").name == "euc_kr"
    return _real_matmul([[_number(x) for x in row] for row in a], b)
