"""Where a function is wrong: for which calls, in which rows, at which entries, and where not.

What is wrong is held against simple conditions; one is told only if it is met wherever an answer
is wrong and nowhere where it is right, over a sample that holds enough of both.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain import entries
from grader.judging.explain.asked import Asked, Pair, parameters
from grader.judging.explain.evidence import Fact, Unit
from grader.judging.explain.variations import (
    SCALES,
    is_matrix,
    is_vector,
    jittered,
    labels_at,
    opposite,
    other_numbers,
    special_values,
    squares,
)
from grader.sandbox.wire import Raised, Returned

Matrix = list[list[float]]

LEAST = 4  # of each kind, wrong and right
MODELS, SHAPES = 3, 12  # with special values, and in all


def explain(unit: Unit, asked: Asked) -> str | None:
    """Where the function of a property is wrong; None if no simple condition says it."""
    last = unit.last
    name = last.call.name
    if last.free or name == "run" or not isinstance(last.right, Returned):
        return None
    due = _due(unit, asked)
    if all(isinstance(fact.theirs, Raised) for fact in due):
        return None  # it raises everywhere, as far as anybody has seen
    known = [Pair(fact.call, fact.theirs, fact.right) for fact in due]
    pairs = known + [p for p in asked.both(_sample(unit, asked)) if isinstance(p.right, Returned)]
    wrong = [pair for pair in pairs if not asked.same(pair)]
    if len(wrong) < LEAST:
        return None
    raised = [pair.theirs for pair in wrong if isinstance(pair.theirs, Raised)]
    if len(raised) == len(wrong):
        return _of_calls(f"{name} raises {raised[0].name}", pairs, asked)
    # Where it raises, no entry is right.
    of_entries = None if raised else entries.explain(name, pairs, asked)
    return of_entries or _of_calls(f"{name} is wrong", pairs, asked)


def nowhere_right(unit: Unit, asked: Asked) -> str | None:
    """That a function gave no result, where it always raised the same in the same line."""
    name = unit.last.call.name
    if name == "run":
        return None
    answers = {id(fact.call): fact.theirs for fact in _due(unit, asked)}
    met = {(a.name, a.places[-1:]) if isinstance(a, Raised) else None for a in answers.values()}
    if len(answers) < LEAST or len(met) > 1 or None in met:
        return None
    return f"{name} gave no result: it raised in all {len(answers)} calls that were made."


def _due(unit: Unit, asked: Asked) -> list[Fact]:
    """What is known of the function where a result is due."""
    facts = asked.evidence.of(unit.last.call.name)
    return [fact for fact in facts if isinstance(fact.right, Returned)]


def _sample(unit: Unit, asked: Asked) -> Iterator[Call]:
    call = unit.last.call
    rng = random.Random(2)
    facts = asked.evidence.of(call.name)
    models = [call, *(f.call for f in facts if isinstance(f.right, Returned))]
    shapes = {str([_sizes(arg) for arg in model.args]): model for model in reversed(models)}
    for number, model in enumerate(reversed(list(shapes.values())[-SHAPES:])):
        yield from (other_numbers(model, asked.exercise, rng, scale) for scale in SCALES[:2])
        yield jittered(model, asked.exercise, rng)
        yield opposite(jittered(model, asked.exercise, rng))
        if number < MODELS:
            yield from special_values(other_numbers(model, asked.exercise, rng, 1.0))
    for square in squares(call, asked.exercise, rng):
        yield from special_values(square)


def _matrices(call: Call) -> list[list[list[float]]]:
    return [arg for arg in call.args if is_matrix(arg)]


# Of a matrix in a call, by the end of the sentence "… exactly where A"; {} is its name.
_MATRICES: dict[str, Callable[[Matrix], bool]] = {
    "{} has only one row": lambda m: len(m) == 1,
    "{} has more than one row": lambda m: len(m) > 1,
    "{} has only one column": lambda m: len(m[0]) == 1,
    "{} has more than one column": lambda m: len(m[0]) > 1,
    "a row of {} is all zeros": lambda m: any(not any(row) for row in m),
    "{} is all zeros": lambda m: not any(map(any, m)),
    "an entry of {} is 0": lambda m: any(0 in row for row in m),
    "an entry of {} is negative": lambda m: any(min(row) < 0 for row in m),
    "an entry of {} is positive": lambda m: any(max(row) > 0 for row in m),
    "a row of {} has equal entries": lambda m: any(len(set(row)) < len(row) for row in m),
    "all entries of some row of {} are negative": lambda m: any(max(row) < 0 for row in m),
    "a row of {} has both signs": lambda m: any(min(row) < 0 < max(row) for row in m),
    "an entry of {} is an int": lambda m: any(type(x) is int for row in m for x in row),
    "an entry of {} is a float": lambda m: any(type(x) is float for row in m for x in row),
    "ints and floats are mixed in {}": lambda m: len({type(x) for row in m for x in row}) > 1,
    "the first entry of {} is an int and another is a float": lambda m: (
        type(m[0][0]) is int and any(type(x) is float for row in m for x in row)
    ),
    "two rows of {} are equal": lambda m: len(set(map(tuple, m))) < len(m),
    # e^x is a float up to 709.8, and 0 below -745.1.
    "all entries of some row of {} are below -745": lambda m: any(max(row) < -745 for row in m),
    "an entry of {} is below -709": lambda m: any(min(row) < -709 for row in m),
    "an entry of {} is above 709": lambda m: any(max(row) > 709 for row in m),
    "an entry of {} is beyond ±709": lambda m: any(max(map(abs, row)) > 709 for row in m),
    "a row of {} begins above 0 and has an entry below -709": lambda m: any(
        row[0] > 0 and min(row) < -709 for row in m
    ),
    "a row of {} begins below 0 and has an entry above 709": lambda m: any(
        row[0] < 0 and max(row) > 709 for row in m
    ),
    "a row of {} begins with one sign and has an entry of the other beyond ±709": lambda m: any(
        row[0] * x < 0 and abs(x) > 709 for row in m for x in row
    ),
}

# Of parameters, a list of matrices and vectors, in the same way.
_PARAMS: dict[str, Callable[[list[Any]], bool]] = {
    "{} holds a vector": lambda ps: any(map(is_vector, ps)),
    "{} holds a matrix": lambda ps: any(map(is_matrix, ps)),
    "{} holds one parameter alone": lambda ps: len(ps) == 1,
    "{} holds more than one parameter": lambda ps: len(ps) > 1,
    "a matrix of {} has one row alone": lambda ps: any(is_matrix(p) and len(p) == 1 for p in ps),
    "a matrix of {} has one column alone": lambda ps: any(
        is_matrix(p) and len(p[0]) == 1 for p in ps
    ),
    "a vector of {} has one entry alone": lambda ps: any(is_vector(p) and len(p) == 1 for p in ps),
}
_ALL_PARAMS: dict[str, Callable[[list[Any]], bool]] = {
    "a vector in its arguments begins with an int": lambda ps: any(
        is_vector(p) and type(p[0]) is int for p in ps
    ),
    "a matrix in its arguments begins with an int": lambda ps: any(
        is_matrix(p) and type(p[0][0]) is int for p in ps
    ),
}


def _of_calls(what: str, pairs: list[Pair], asked: Asked) -> str | None:
    """The one condition on the whole call that is met where it is wrong, and only there.

    If several fit, the sample cannot tell them apart, and nothing is said.
    """
    wrong = [not asked.same(pair) for pair in pairs]
    if not _is_telling(wrong):
        return None
    found = [
        text
        for text, condition in _conditions(pairs, parameters(asked.exercise, pairs[0].call.name))
        if [condition(pair.call) for pair in pairs] == wrong
    ]
    if len(found) != 1:
        return None
    where = f"{what} exactly where {found[0]}"
    return f"{where}: so it was in all {len(pairs)} calls that were tried and have a result."


def _conditions(
    pairs: list[Pair], names: tuple[str, ...]
) -> Iterator[tuple[str, Callable[[Call], bool]]]:
    # Parameters look like a matrix where all of them are vectors of one length.
    columns = list(zip(*(pair.call.args for pair in pairs), strict=False))
    matrices = [i for i, values in enumerate(columns) if all(map(is_matrix, values))]
    params = [i for i, v in enumerate(columns) if i not in matrices and all(map(_is_params, v))]
    for i in params[:1]:  # what follows has their structure
        for text, met in _PARAMS.items():
            yield text.format(names[i]), lambda c, i=i, met=met: met(c.args[i])  # type: ignore[misc]
        for text, met in _ALL_PARAMS.items():
            yield text, lambda c, met=met: met([p for k in params for p in c.args[k]])  # type: ignore[misc]
    # Of matrices that always have one shape the first speaks for the sizes of all.
    sizes: dict[str, int] = {}
    for i in matrices:
        sizes.setdefault(str([_sizes(pair.call.args[i]) for pair in pairs]), i)
    for i in matrices:
        for text, condition in _MATRICES.items():
            of_sizes = " has only " in text or " has more than " in text
            if of_sizes and i not in sizes.values():
                continue
            yield (
                text.format(names[i]),
                lambda c, i=i, condition=condition: condition(c.args[i]),  # type: ignore[misc]
            )
    # Sizes that are always equal are one: the first to be named.
    named: dict[tuple[int, ...], tuple[int, int]] = {}
    for i in sizes.values():
        for axis in (0, 1):
            named.setdefault(tuple(_sizes(pair.call.args[i])[axis] for pair in pairs), (i, axis))
    dimensions = list(named.values())
    for k, (i, axis) in enumerate(dimensions):
        for j, other in dimensions[k + 1 :]:
            for unlike in (False, True):
                yield (
                    f"{names[i]} {'does not have' if unlike else 'has'} as many "
                    f"{_AXES[axis]} as {names[j] + ' ' if i != j else ''}{_AXES[other]}",
                    lambda c, i=i, axis=axis, j=j, other=other, unlike=unlike: (  # type: ignore[misc]
                        (_sizes(c.args[i])[axis] == _sizes(c.args[j])[other]) is not unlike
                    ),
                )
    at = {labels_at(pair.call.args) for pair in pairs}
    labels = at.pop()
    if labels is not None and not at:
        yield "a label is 0", lambda c: 0 in c.args[labels]
        yield "a label occurs twice", lambda c: len(set(c.args[labels])) < len(c.args[labels])
        yield (
            "a label names the last column",
            lambda c: len(_matrices(c)[0][0]) - 1 in c.args[labels],
        )
        yield (
            "a label is as large as the number of rows, or larger",
            lambda c: max(c.args[labels]) >= len(c.args[labels]),
        )


_AXES = ("rows", "columns")


def _sizes(thing: Any) -> tuple[int, ...]:
    if is_matrix(thing):
        return len(thing), len(thing[0])
    return (len(thing),) if isinstance(thing, list) else ()


def _is_params(thing: Any) -> bool:
    found = thing if isinstance(thing, list) else []
    return bool(found) and all(is_matrix(part) or is_vector(part) for part in found)


def _is_telling(met: Iterable[bool]) -> bool:
    listed = list(met)
    return listed.count(True) >= LEAST and listed.count(False) >= LEAST
