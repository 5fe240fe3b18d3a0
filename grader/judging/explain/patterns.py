"""How a wrong result is wrong as a whole: transposed, negated, or too large by one factor."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

SAME = 1e-6  # relative: central differences are compared, too


def pattern(returned: Any, expected: Any) -> str:
    """One sentence on what turns `expected` into `returned`, or "" if nothing simple does.

    Both are numbers or nested lists of plain finite numbers, of any shapes.
    """
    if _is_matrix(returned) and _is_matrix(expected):
        mirrored = [list(column) for column in zip(*expected, strict=True)]
        if _shape(returned) == _shape(mirrored) and _factor(returned, mirrored) == 1.0:
            return "It is the transpose of the expected result."
    factor = _factor(returned, expected) if _shape(returned) == _shape(expected) else None
    if factor is None or factor == 1.0:
        return ""
    if factor == -1.0:
        return "Every entry has the opposite sign."
    for number, text in ((factor, "{} times"), (1 / factor, "1/{} of")):
        if 1.5 < abs(number) < 1e6 and _close(number, round(number)):
            return f"Every entry is {text.format(round(number))} the expected one."
    return f"Every entry is {factor:.4g} times the expected one."


def _factor(returned: Any, expected: Any) -> float | None:
    """The one number by which every entry is multiplied, if there is one, exact near ±1."""
    pairs = list(zip(_numbers(returned), _numbers(expected), strict=True))
    largest = max((abs(wanted) for _, wanted in pairs), default=0.0)
    sizes = {abs(wanted) for _, wanted in pairs if abs(wanted) > SAME * largest}
    if len(sizes) < 2:
        return None  # a single number is always a multiple of another
    got, wanted = max(pairs, key=lambda pair: abs(pair[1]))
    factor = got / wanted
    floor = SAME * SAME * largest  # entries that are 0 but for rounding
    if not factor or any(abs(g / factor - w) > SAME * abs(w) + floor for g, w in pairs):
        return None
    return next((float(sign) for sign in (1, -1) if _close(factor, sign)), factor)


def _close(one: float, other: float) -> bool:
    return abs(one - other) <= SAME * abs(other)


def _is_matrix(thing: Any) -> bool:
    if not isinstance(thing, list | tuple) or not thing:
        return False
    rows = all(isinstance(row, list | tuple) and row for row in thing)
    return rows and len({len(row) for row in thing}) == 1


def _shape(thing: Any) -> Any:
    return [_shape(item) for item in thing] if isinstance(thing, list | tuple) else None


def _numbers(thing: Any) -> Iterator[float]:
    if isinstance(thing, list | tuple):
        for item in thing:
            yield from _numbers(item)
    else:
        yield float(thing)
