"""What simple function of the right answer came back: a factor, a transpose, rounded digits …"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain.variations import batch_of, is_matrix, is_vector

Change = Callable[[Any, Call], Any]  # of the right answer to a call; None where it makes no sense


def each(function: Callable[[float], float]) -> Change:
    """The change of every number of an answer by itself."""

    def change(value: Any, _: Call) -> Any:
        if isinstance(value, list | tuple):
            items = [change(item, _) for item in value]
            return None if any(item is None for item in items) else items
        try:
            return function(value)
        except (ValueError, OverflowError, ZeroDivisionError, TypeError):
            return None

    return change


def _times(factor: Callable[[Any, Call], float | None]) -> Change:
    def change(value: Any, call: Call) -> Any:
        number = factor(value, call)
        return None if number is None else each(lambda x: x * number)(value, call)

    return change


def _rows(value: Any, call: Call) -> float | None:
    batch = batch_of(call.args)
    return float(batch[1]) if batch else None


def _columns(value: Any, call: Call) -> float | None:
    matrix = next((arg for arg in call.args if is_matrix(arg)), None)
    return float(len(matrix[0])) if matrix else None


def _over(size: Callable[[Any, Call], float | None]) -> Change:
    return _times(lambda value, call: 1 / number if (number := size(value, call)) else None)


def _entries(value: Any, call: Call) -> float | None:
    rows, columns = _rows(value, call), _columns(value, call)
    return rows * columns if rows and columns else None


def _is_number(value: Any) -> bool:
    return type(value) in (float, int)


def _transposed(value: Any, _: Call) -> Any:
    return [list(column) for column in zip(*value, strict=True)] if is_matrix(value) else None


def _flat(value: Any, _: Call) -> Any:
    return [x for row in value for x in row] if is_matrix(value) else None


def _single(value: float) -> float:
    return float(struct.unpack("f", struct.pack("f", value))[0])


def _list(change: Callable[[list[Any]], Any]) -> Change:
    return lambda value, _: change(list(value)) if isinstance(value, list) and value else None


def _matrix(change: Callable[[list[list[float]]], Any]) -> Change:
    return lambda value, _: change(value) if is_matrix(value) else None


# What turns the right answer into what came back, by the end of the sentence "… is".
CHANGES: dict[str, Change] = {
    "0 wherever it was tried": each(lambda x: 0.0),
    "the negative of the right answer": each(lambda x: -x),
    "twice the right answer": each(lambda x: 2 * x),
    "half the right answer": each(lambda x: x / 2),
    "the right answer times the number of rows": _times(_rows),
    "the right answer divided by the number of rows": _over(_rows),
    "the right answer times the number of columns": _times(_columns),
    "the right answer divided by the number of columns": _over(_columns),
    "the right answer times the number of entries": _times(_entries),
    "the right answer divided by the number of entries": _over(_entries),
    "the number of rows": lambda value, call: _rows(value, call) if _is_number(value) else None,
    "the transpose of the right answer": _transposed,
    "right, but all in one flat list": _flat,
    "only the first row of the right answer": _list(lambda rows: rows[0]),
    "right, but without its last row or entry": _list(lambda rows: rows[:-1]),
    "right, but without its first row or entry": _list(lambda rows: rows[1:]),
    "right, but in reversed order": _list(lambda rows: rows[::-1]),
    "right, but with every row reversed": _matrix(lambda m: [row[::-1] for row in m]),
    "the first row of the right answer, in every row": _matrix(lambda m: [m[0]] * len(m)),
    "the last row of the right answer, in every row": _matrix(lambda m: [m[-1]] * len(m)),
    "right, but wrapped in one list too many": lambda value, _: [value],
    "the column sums of the right answer": _matrix(
        lambda m: [math.fsum(column) for column in zip(*m, strict=True)]
    ),
    "the row sums of the right answer": _matrix(lambda m: [math.fsum(row) for row in m]),
    "the absolute value of the right answer": each(abs),
    "the exponential of the right answer": each(math.exp),
    "the natural logarithm of the right answer": each(math.log),
    "the logarithm of the right answer, to base 2": each(math.log2),
    "right, but in units of log 2 (logarithms to base 2)": each(lambda x: x / math.log(2)),
    "right, but in units of log 10 (logarithms to base 10)": each(lambda x: x / math.log(10)),
    "1 minus the right answer": each(lambda x: 1 - x),
    "1 divided by the right answer": each(lambda x: 1 / x),
    "the square of the right answer": each(lambda x: x * x),
    "the square root of the right answer": each(math.sqrt),
    "the right answer plus 1": each(lambda x: x + 1),
    "the right answer minus 1": each(lambda x: x - 1),
    "the sigmoid of the right answer": each(lambda x: 1 / (1 + math.exp(-x))),
    "the hyperbolic tangent of the right answer": each(math.tanh),
    "the right answer where that is positive, else 0": each(lambda x: max(x, 0.0)),
    "the right answer where that is negative, else 0": each(lambda x: min(x, 0.0)),
    "1 throughout": each(lambda x: 1.0),
    "right, but rounded to single precision (4 bytes)": each(_single),
    "right, but cut to whole numbers": each(lambda x: float(int(x))),
    **{
        f"right, but rounded to {digits or 'no'} decimal{'s' * (digits != 1)}": each(
            lambda x, digits=digits: round(x, digits)  # type: ignore[misc]
        )
        for digits in range(12)
    },
}


def clipping(got: Any, right: Any) -> tuple[str, Change] | None:
    """The bounds between which the right answer was clipped, if it was."""
    pairs = list(zip(_numbers(got), _numbers(right), strict=False))
    off = [(g, r) for g, r in pairs if abs(g - r) > 1e-9 * max(1.0, abs(r))]
    low = {g for g, r in off if r < g}
    high = {g for g, r in off if r > g}
    if not off or len(low) > 1 or len(high) > 1:
        return None
    bottom, top = min(low, default=-math.inf), max(high, default=math.inf)
    if not all(bottom <= g <= top for g, _ in pairs):
        return None
    said = {
        (False, True): f"right up to {top:g}, and {top:g} where it should be more",
        (True, False): f"right down to {bottom:g}, and {bottom:g} where it should be less",
        (True, True): f"right between {bottom:g} and {top:g}, and clipped to these bounds beyond",
    }[bool(low), bool(high)]
    return said, each(lambda x: min(max(x, bottom), top))


def _numbers(thing: Any) -> Iterator[float]:
    if isinstance(thing, list | tuple):
        for item in thing:
            yield from _numbers(item)
    elif isinstance(thing, float | int):
        yield float(thing)


def is_plain(thing: Any) -> bool:
    """Whether it is numbers in nested lists, finite and none of them a bool."""
    if isinstance(thing, list):
        return all(map(is_plain, thing))
    return type(thing) in (float, int) and math.isfinite(thing)


__all__ = ["CHANGES", "Change", "clipping", "each", "is_plain", "is_vector"]
