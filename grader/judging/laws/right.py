"""What a function should give: the reference's result, and how far another may be from it.

Where terms cancel, the contract's bound is 1e-9 times the sum of their absolute values. So the
reference computes in numbers that carry that sum along.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from types import ModuleType
from typing import Any

from grader.curriculum import Exercise
from grader.judging.calls import copied
from grader.judging.explain.in_process import references
from grader.judging.inputs.tracked import Tracked
from grader.judging.laws.shapes import Shape


@cache
def reference(exercise: Exercise) -> Mapping[str, Callable[..., Any]]:
    """The names of an exercise's reference solution, on top of the earlier ones."""
    module = ModuleType(exercise.name)
    with references(exercise):
        exec(exercise.reference.read_text(encoding="utf-8"), module.__dict__)
    return module.__dict__


def result(exercise: Exercise, shape: Shape, args: list[Any], *, exact: bool = False) -> list[Any]:
    """What the call should return (unless it works in place), and leave in what it changes.

    `args` stay as they are. With `exact` nothing cancels that a result may be off by.
    """
    changed = [i for i, argument in enumerate(shape.arguments) if argument.in_place]
    exact = exact or any(argument.is_any for argument in shape.arguments)
    given = args if exact and not changed else _copies(shape, args, None if exact else Tracked)
    returned = reference(exercise)[shape.function](*given)
    left = [given[i] for i in changed]
    return left or [returned]


def _copies(shape: Shape, args: list[Any], number: Callable[[float], Any] | None) -> list[Any]:
    """A copy of the arguments; of those that may hold floats the numbers are made by `number`."""
    copies: dict[int, Any] = {}
    return [
        copied(arg, number if a.holds_floats or a.kind == "number" else None, copies)
        for a, arg in zip(shape.arguments, args, strict=True)
    ]
