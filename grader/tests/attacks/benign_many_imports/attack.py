# exercise = 1
# expect = "passed"
# tries = "imports half of the standard library and logs"
# quick = true

from __future__ import annotations

import abc
import array
import collections.abc
import copy
import dataclasses
import decimal
import enum
import fractions
import functools
import itertools
import logging
import math
import numbers
import random
import statistics
import string
import time
import typing
import warnings
from math import *

log = logging.getLogger(__name__)
log.warning("loaded after %.1f s", time.perf_counter())
warnings.warn("this is practice")


@dataclasses.dataclass
class Shape:
    rows: int
    columns: int


plain = matmul


def matmul(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    log.error("shapes %s %s", Shape(len(a), len(a[0])), Shape(len(b), len(b[0])))
    return copy.deepcopy(plain(a, b))
