"""Whether a wrong answer comes of calls before it: right in a new process, wrong after them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace

from grader.judging import text
from grader.judging.calls import Call
from grader.judging.explain.asked import Asked
from grader.judging.explain.evidence import Unit
from grader.judging.explain.variations import jittered
from grader.judging.laws import draws, shapes
from grader.judging.proxy import Impl
from grader.sandbox.wire import Answer

TRIED = 5  # calls before the wrong one, each in a new process


def explain(unit: Unit, asked: Asked, impl: Impl) -> str | None:
    """After which one call the answer is wrong, if it is right without any before it."""
    last = unit.last
    if last.free or last.call.name == "run":
        return None
    name = last.call.name

    def is_right_after(calls: Sequence[Call]) -> bool | None:
        answer = _answer_after(impl, calls, last.call)
        if answer is None:
            return None
        if asked.comparison.same(name, answer, last.right):
            return True
        return False if asked.comparison.same(name, answer, last.theirs) else None

    if not is_right_after([]):
        return None
    before = [fact.call for fact in unit.facts[:-1]]
    for call in list(reversed(before))[:TRIED]:
        if is_right_after([call]) is False:
            shown = text.call(call.name, call.args, call.kwargs)
            told = shown if len(shown) <= 160 else f"a call of {call.name}"
            return (
                f"{name} keeps something between calls: in a new process this call is right, "
                f"after {told} it is not."
            )
    for call in _like(last.call, asked):
        answer = _answer_after(impl, [call], last.call)
        if answer is not None and not asked.comparison.same(name, answer, last.right):
            other = f"another call of {name}" if call.name == name else f"a call of {call.name}"
            return (
                f"{name} keeps something between calls: in a new process this call is right, after "
                f"{other} with other numbers it is not."
            )
    if before and is_right_after(before) is False:
        return (
            f"{name} keeps something between calls: in a new process this call is right, after the "
            "calls before it it is not."
        )
    return None


def _like(call: Call, asked: Asked) -> Iterator[Call]:
    """Calls with other numbers in the same sizes: of the function itself, and of its siblings."""
    rng = random.Random(3)
    yield jittered(call, asked.exercise, rng)
    declared = {shape.function: shape for shape in shapes.of(asked.exercise)}
    if call.name not in declared or call.kwargs:
        return
    sizes = _sizes(declared[call.name], call)
    for shape in declared.values():
        if shape.function != call.name and set(shape.letters) <= set(sizes):
            args = draws.arguments(shape, rng, sizes)
            yield replace(call, name=shape.function, args=tuple(args), answer=None)


def _sizes(shape: shapes.Shape, call: Call) -> dict[str, int]:
    """The size of each letter of a shape in a call."""
    found: dict[str, int] = {}
    for argument, value in zip(shape.arguments, call.args, strict=False):
        for letter in argument.letters:
            if isinstance(value, list) and value:
                found[letter] = len(value)
                value = value[0]
    return found


def _answer_after(impl: Impl, calls: Sequence[Call], last: Call) -> Answer | None:
    """The answer of a new process to the last call, after others."""
    fresh = impl.fresh()
    try:
        for call in calls:
            if fresh.probe(call) is None:
                return None
        return fresh.probe(last)
    finally:
        impl.close_fresh()
