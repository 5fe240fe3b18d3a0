"""The operations of which programs of the autograd track are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

SMALLEST = Decimal("0.25")  # of a divisor, and of what a root or a logarithm is taken of

# Of both types, none of them 0 or 1, all exact.
numbers: SearchStrategy[float] = st.sampled_from([2, 3, -1, 0.5, -1.5, 2.25, -4.0])


@dataclass(frozen=True)
class Operation:
    """An expression in {a} and {b} (names) and {k} (a number), and where it is well-behaved."""

    text: str
    fits: Callable[[Decimal, Decimal], bool] = lambda a, b: True


def _a_is_not_small(a: Decimal, b: Decimal) -> bool:
    return abs(a) >= SMALLEST


def _a_is_positive(a: Decimal, b: Decimal) -> bool:
    return a >= SMALLEST


ARITHMETIC = (
    Operation("-{a}"),
    Operation("{a} + {b}"),
    Operation("{a} - {b}"),
    Operation("{a} * {b}"),
    Operation("{a} / {b}", lambda a, b: abs(b) >= SMALLEST),
)
WITH_NUMBERS = (
    Operation("{a} + {k}"),
    Operation("{k} + {a}"),
    Operation("{a} - {k}"),
    Operation("{k} - {a}"),
    Operation("{a} * {k}"),
    Operation("{k} * {a}"),
    Operation("{a} / {k}"),
    Operation("{k} / {a}", _a_is_not_small),
)
POWERS = (
    Operation("{a} ** 2"),
    Operation("{a} ** 3"),
    Operation("{a} ** 1"),
    Operation("{a} ** 2.0"),
    Operation("{a} ** -1", _a_is_not_small),
    Operation("{a} ** -2", _a_is_not_small),
    Operation("{a} ** 0.5", _a_is_positive),
    Operation("{a} ** -1.5", _a_is_positive),
)
FUNCTIONS = (
    Operation("exp({a})"),
    Operation("log({a})", _a_is_positive),
    Operation("sigmoid({a})"),
)
# A few are enough for a graph: what matters there is who uses whose result.
GRAPH = (
    Operation("{a} + {b}"),
    Operation("{a} * {b}"),
    Operation("-{a}"),
    Operation("{a} * {k}"),
    Operation("{k} + {a}"),
    Operation("exp({a})"),
    Operation("sigmoid({a})"),
)
