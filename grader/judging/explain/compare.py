"""Whether two answers to one call are the same, by the bound of the tests or to the last digits."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import Any

from grader.curriculum import Exercise
from grader.judging import signatures
from grader.judging.calls import Call
from grader.judging.signatures import Returns
from grader.sandbox.wire import Answer, GuestObject, Raised, Returned

BOUND = 1e-9  # of the tests: relative above 1, absolute below
ROUNDING = 1e-13  # of the largest entry: two ways to compute the same differ by so much
# Differences of nearly equal values: what a right one answers depends on the order of its steps.
BOUNDS = {"numerical_grad": 1e-5}


# How `math` says that it has no value there: by ValueError, as a refusal.
_NO_VALUE = ("math domain error", "expected a ")


def is_due(right: Answer) -> bool:
    """Whether what the reference answers is owed: a result, or a refusal by ValueError.

    Where it fails by accident, as at the root of a negative number, the contract says nothing.
    """
    if isinstance(right, Returned):
        return True
    return "ValueError" in right.kinds and not right.text.startswith(_NO_VALUE)


class Comparison:
    """Compares answers to the calls of one exercise.

    Names of classes, a list in place of a tuple of results, and what a function that is to return
    nothing does return are not evidence.
    """

    def __init__(self, exercise: Exercise) -> None:
        self._signatures = signatures.of(exercise)

    def same(self, name: str, one: Answer, other: Answer, *, exact: bool = False) -> bool:
        """Whether a test would take both answers of the function `name` for the same.

        With `exact` small numbers have to agree in their digits as well, as where a test asks for
        relative accuracy.
        """
        match one, other:
            case Raised(), Raised():
                return one.kinds[:1] == other.kinds[:1] and _same(one.after, other.after, BOUND, 1)
            case Returned(), Returned():
                bound = BOUNDS.get(name, BOUND)
                largest = max(_magnitude(one.value), _magnitude(other.value))
                floor = min(1.0, largest) * ROUNDING / bound if exact else 1.0
                floor = max(floor, largest * ROUNDING / bound)
                return (
                    self._noted(name, one) == self._noted(name, other)
                    and _identities(one.value) == _identities(other.value)
                    and self._same_values(name, one.value, other.value, bound, floor)
                    and _same(one.after, other.after, bound, floor)
                )
        return False

    def alike(self, call: Call, one: Answer, other: Answer, right: Answer) -> bool:
        """Whether both answers are the same, but for what depends on how the loops are written.

        That is what comes of arguments that do not fit, and which of several rows fails first.
        """
        if self.same(call.name, one, other):
            return True
        match one, other:
            case Raised(), Raised() if isinstance(right, Raised):
                return one.kinds[:1] == other.kinds[:1] and _changes(one) == _changes(other)
            case Raised(), Raised():
                return self.fail_alike(call, one, other)
            case Returned(), Returned():
                return isinstance(right, Raised)
        return False

    def fail_alike(self, call: Call, one: Answer, other: Answer) -> bool:
        """Whether both found numbers too large or too small, in one of several rows."""
        several = any(isinstance(arg, list) and len(arg) > 1 for arg in call.args)
        return several and is_arithmetic(one) and is_arithmetic(other)

    def _noted(self, name: str, answer: Returned) -> set[str]:
        # What a call before the record returned is unknown here, and so whether it changed.
        left_out = {"earlier"}
        if self._signatures.of(name).returns is Returns.NOTHING:
            left_out |= {"shared", "repeated"}  # said of what it returns, which is undefined
        return {kind for kind, _ in answer.notes} - left_out

    def _same_values(self, name: str, one: Any, other: Any, bound: float, floor: float) -> bool:
        match self._signatures.of(name).returns:
            case Returns.NOTHING:
                return True
            case Returns.TUPLE:
                one = list(one) if isinstance(one, tuple) else one
                other = list(other) if isinstance(other, tuple) else other
        return _same(one, other, bound, floor)


def is_arithmetic(answer: Answer) -> bool:
    """Whether a number was too large, too small or out of the domain of a function of `math`."""
    return isinstance(answer, Raised) and (
        "ArithmeticError" in answer.kinds or answer.text.startswith(_NO_VALUE)
    )


def _changes(answer: Raised) -> bool:
    return any(now is not None for now in answer.after or ())


def _identities(value: Any) -> list[int]:
    """For each object of an answer the place of the first that is the very same."""
    handles = list(_handles(value))
    return [handles.index(handle) for handle in handles]


def _handles(thing: Any) -> Iterator[int]:
    if isinstance(thing, GuestObject):
        yield thing.handle
    elif isinstance(thing, list | tuple):
        for item in thing:
            if not isinstance(item, float):
                yield from _handles(item)


def _magnitude(thing: Any) -> float:
    if isinstance(thing, list | tuple):
        if _are_floats(thing) and math.isfinite(sum(thing)):
            return float(max(map(abs, thing)))
        return max(map(_magnitude, thing), default=0.0)
    if isinstance(thing, float | int) and math.isfinite(thing):
        return abs(thing)
    return 0.0


def _are_floats(thing: Sequence[Any]) -> bool:
    """Whether they are floats alone: of these is told quickly what most results come to."""
    return set(map(type, thing)) == {float}


def close(one: Any, other: Any, *, exact: bool = False) -> bool:
    """Whether numbers, or nested lists of them, agree by the bound of the tests."""
    largest = max(_magnitude(one), _magnitude(other))
    floor = min(1.0, largest) * ROUNDING / BOUND if exact else 1.0
    return _same(one, other, BOUND, max(floor, largest * ROUNDING / BOUND))


def _same(one: Any, other: Any, bound: float, floor: float) -> bool:
    """Whether every number is within bound·max(floor, |other|), and all else is equal."""
    if isinstance(one, list | tuple) or isinstance(other, list | tuple):
        if type(one) is type(other) and one == other and _are_floats(one) and _are_floats(other):
            return True
        return (
            type(one) is type(other)
            and len(one) == len(other)
            and all(_same(a, b, bound, floor) for a, b in zip(one, other, strict=True))
        )
    if isinstance(one, GuestObject) and isinstance(other, GuestObject):
        return True
    numbers = isinstance(one, float | int) and isinstance(other, float | int)
    if not numbers or isinstance(one, bool) or isinstance(other, bool):
        return type(one) is type(other) and one == other
    if one == other or (one != one and other != other):
        return True
    return bool(abs(one - other) <= bound * max(floor, abs(other)))


_TYPES = re.compile(r"\b(NoneType|bool|int|float|str|list|tuple|dict|set)\b")
_OWN_CLASS = re.compile(r"'(?!NoneType')[A-Z]\w*'")
_ACCIDENTS = {"NameError", "AttributeError", "TypeError", "LookupError"}


def of_one_cause(one: Answer, other: Answer) -> bool:
    """Whether two exceptions of one kind speak of the same types, or miss the same name.

    What nobody raised on purpose has to come from equally many calls down as well.
    """
    if not isinstance(one, Raised) or not isinstance(other, Raised):
        return True
    if is_arithmetic(one) is not is_arithmetic(other):
        return False
    if _ACCIDENTS.intersection(one.kinds) and len(one.places) != len(other.places):
        return False
    if {"NameError", "AttributeError"}.intersection(one.kinds):
        return _OWN_CLASS.sub("a class", one.text) == _OWN_CLASS.sub("a class", other.text)
    return "TypeError" not in one.kinds or (
        set(_TYPES.findall(one.text)) == set(_TYPES.findall(other.text))
    )
