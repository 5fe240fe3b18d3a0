"""Explains a wrong result as the right answer to another question, or a simple function of it.

Found on the call that failed, confirmed on fresh ones: each has to agree, and some of them have to
differ from the right answer.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import permutations
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain import formulas, networks
from grader.judging.explain.asked import Asked, Pair, parameters
from grader.judging.explain.compare import close
from grader.judging.explain.evidence import Unit
from grader.judging.explain.questions import Question, questions
from grader.judging.explain.relations import CHANGES, Change, clipping, is_plain
from grader.judging.explain.variations import SCALES, jittered, other_batches, other_numbers
from grader.sandbox.wire import Returned

FRESH = 24
DIFFERENT = 3  # of the fresh calls, at least, have a wrong answer that is explained


def explain(unit: Unit, asked: Asked) -> str | None:
    """What came back instead, of a function whose results are numbers; None if nothing fits."""
    last = unit.last
    name = last.call.name
    if last.free or last.is_right or not isinstance(last.theirs, Returned):
        return None
    if not isinstance(last.right, Returned) or name == "run":
        return None
    fresh: list[Pair] | None = None
    reordered = _order(unit, asked)
    if reordered:
        return reordered
    found_of: dict[str, list[str]] = {}
    for index in asked.parts(name):
        got = asked.part(name, last.theirs, index)
        right = asked.part(name, last.right, index)
        if not is_plain(got) or not is_plain(right) or close(got, right, exact=True):
            continue
        if fresh is None:
            fresh = list(asked.both(_fresh_calls(last.call, asked)))
        found = _first(last.call, got, right, index, fresh, asked)
        if found is None:
            return None
        found_of.setdefault(found, []).append(asked.part_name(name, index))
    return " ".join(_sentence(name, parts, found) for found, parts in found_of.items()) or None


def _sentence(name: str, parts: list[str], found: str) -> str:
    if parts == ["the result"]:
        return f"What {name} returns is {found}."
    listed = f"{', '.join(parts[:-1])} and {parts[-1]}" if len(parts) > 1 else parts[0]
    each = ", each of them," if len(parts) > 1 else ""
    subject = f"{listed} of {name}{each}"
    return f"{subject[:1].upper()}{subject[1:]} {'are' if 'gradients' in listed else 'is'} {found}."


def _order(unit: Unit, asked: Asked) -> str | None:
    """In which order the parts of a result came back, if it is another than is due."""
    last = unit.last
    name = last.call.name
    parts = asked.parts(name)
    if len(parts) < 2 or asked.is_in_place(name):
        return None
    right = [asked.part(name, last.right, index) for index in parts]
    for order in permutations(parts):
        came = [asked.part(name, last.theirs, index) for index in parts]
        if order != tuple(parts) and all(
            is_plain(got) and close(got, right[place or 0])
            for got, place in zip(came, order, strict=True)
        ):
            if any(close(right[i], right[j]) for i in range(len(parts)) for j in range(i)):
                return None
            names = [asked.part_name(name, index) for index in order]
            due = [asked.part_name(name, index) for index in parts]
            return f"{name} returns {', '.join(names)}: the order is {', '.join(due)}."
    return None


def _fresh_calls(call: Call, asked: Asked) -> Iterator[Call]:
    rng = random.Random(1)
    models = [
        call,
        *(f.call for f in asked.evidence.of(call.name) if isinstance(f.right, Returned)),
    ]
    models = models[:8]
    for number in range(FRESH):
        again, which = divmod(number, len(models))
        yield other_numbers(models[which], asked.exercise, rng, SCALES[again % 2])
    for number in range(FRESH // 3):
        yield jittered(models[number % 2 % len(models)], asked.exercise, rng)
    yield from other_batches(jittered(call, asked.exercise, rng))


def _first(
    call: Call, got: Any, right: Any, index: int | None, fresh: list[Pair], asked: Asked
) -> str | None:
    """The first explanation that fits the call and every fresh one."""
    changes = CHANGES | networks.CHANGES
    clipped = clipping(got, right)
    if clipped is not None:
        changes[clipped[0]] = clipped[1]
    for text, change in changes.items():
        guess = _changed(change, index, asked)
        if _gives(change(right, call), got) and _holds(guess, index, fresh, asked):
            return text
    names = parameters(asked.exercise, call.name)
    for factor, change in _FACTORS.items():
        for text, question in questions(call, names):
            if not _gives(_answer(question, change, call, index, asked), got):
                continue
            if _holds(_asked_otherwise(question, change, index, asked), index, fresh, asked):
                return f"{factor}the right answer as if {text}"
    for text, formula in formulas.find(call, names, got):
        if _holds(lambda pair, formula=formula: formula(pair.call), index, fresh, asked):  # type: ignore[misc]
            return text
    return None


_FACTORS: dict[str, Change] = {
    "": lambda value, _: value,
    "the negative of ": CHANGES["the negative of what is right"],
    "the number of rows times ": CHANGES["as many times too large as there are rows"],
    "one over the number of rows times ": CHANGES["the right one divided by the number of rows"],
}


def _gives(value: Any, got: Any) -> bool:
    return value is not None and is_plain(value) and close(got, value, exact=True)


Guess = Callable[[Pair], Any]  # what should have come back, None where it makes no sense


def _holds(guess: Guess, index: int | None, fresh: list[Pair], asked: Asked) -> bool:
    """Whether the guess is right on every fresh call, and differs from the right answer on some."""
    seen = 0
    for pair in fresh:
        theirs = asked.part(pair.call.name, pair.theirs, index)
        right = asked.part(pair.call.name, pair.right, index)
        value = guess(pair) if is_plain(right) else None
        if value is None:
            continue
        if not is_plain(theirs) or not close(theirs, value):
            return False
        seen += not close(theirs, right)
    return seen >= DIFFERENT


def _changed(change: Change, index: int | None, asked: Asked) -> Guess:
    return lambda pair: change(asked.part(pair.call.name, pair.right, index), pair.call)


def _asked_otherwise(question: Question, change: Change, index: int | None, asked: Asked) -> Guess:
    return lambda pair: _answer(question, change, pair.call, index, asked)


def _answer(question: Question, change: Change, call: Call, index: int | None, asked: Asked) -> Any:
    other = question(call)
    if other is None:
        return None
    right = asked.part(call.name, asked.right(other), index)
    return change(right, call) if is_plain(right) else None
