"""Conditions on objects of the submission: the guest tells both sides, the host compares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from grader.judging import text
from grader.judging.calls import Mismatch, record
from grader.judging.proxy import Impl

# Of values as they arrive: objects of the guest are equal if they are one object.
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    " is not ": lambda left, right: bool(left != right),
    " is ": lambda left, right: type(left) is type(right) and left == right,
    " == ": lambda left, right: type(left) in (int, float) and left == right,
}


def check(impl: Impl, program: str, conditions: Mapping[str, str]) -> None:
    """After the program conditions such as "f.input is x" hold. Raises `Mismatch`.

    The values of `conditions` say why, each in a sentence or "".
    """
    sides = []
    for condition in conditions:
        sign = next(sign for sign in _COMPARED if sign in condition)
        sides.append((sign, *condition.split(sign)))
    asked = ", ".join(f"{left}, {right}" for _, left, right in sides)
    told = iter(impl.look(program, f"[{asked}]"))
    for (condition, why), (sign, left, _) in zip(conditions.items(), sides, strict=True):
        found, wanted = next(told), next(told)
        if not _COMPARED[sign](found, wanted):
            shown = f"returned {text.value(found)} for {left}"
            raise Mismatch(shown, condition, why, record.calls[-1])
