"""The right answer to another question: what the reference says to other arguments."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import Any

from grader.curriculum import Exercise
from grader.judging.calls import Call
from grader.judging.explain.asked import with_argument
from grader.judging.explain.relations import each
from grader.judging.explain.variations import is_matrix, is_vector, labels_at, samples_at

# A question is another call made of a call, by the end of the sentence "as if …".
Question = Callable[[Call], Call | None]


def questions(
    call: Call, names: tuple[str, ...], exercise: Exercise
) -> Iterator[tuple[str, Question]]:
    """The other questions that can be made of calls like this one."""
    args = call.args
    for i in range(len(args)):
        for j in range(i + 1, len(args)):
            if type(args[i]) is type(args[j]) and not isinstance(args[i], int):
                yield f"{names[i]} and {names[j]} were exchanged", _exchanged(i, j)
    at = samples_at(call, exercise)
    if at:
        yield "there were only the first sample", _only(at, lambda n: [0])
        yield "there were only the last sample", _only(at, lambda n: [n - 1])
        yield "the last sample were missing", _only(at, lambda n: list(range(n - 1)))
        yield "the first sample were missing", _only(at, lambda n: list(range(1, n)))
        yield "all samples were the first one", _only(at, lambda n: [0] * n)
        yield "all samples were the last one", _only(at, lambda n: [n - 1] * n)
    labels = labels_at(args)
    for position, (name, arg) in enumerate(zip(names, args, strict=False)):
        if position == labels:
            yield from _of_labels(position, name)
        elif is_matrix(arg) or is_vector(arg):
            yield from _of_numbers(position, name, arg)
        elif isinstance(arg, bool):
            yield f"{name} were {not arg}", _argument(position, lambda v, _, other=not arg: other)  # type: ignore[misc]
        elif isinstance(arg, float) or (type(arg) is int and name not in ("seed", "count")):
            others = _OF_A_NUMBER if isinstance(arg, float) else _OF_A_COUNT
            yield from _of_a_number(position, name, others)


def _exchanged(i: int, j: int) -> Question:
    def question(call: Call) -> Call | None:
        if j >= len(call.args):
            return None
        return with_argument(with_argument(call, i, call.args[j]), j, call.args[i])

    return question


def _only(positions: list[int], order: Callable[[int], list[int]]) -> Question:
    def question(call: Call) -> Call | None:
        samples = [call.args[position] for position in positions if position < len(call.args)]
        counts = set(map(len, samples))
        if len(samples) < len(positions) or len(counts) > 1 or counts == {1}:
            return None
        chosen = order(counts.pop())
        for position, rows in zip(positions, samples, strict=True):
            call = with_argument(call, position, [rows[i] for i in chosen])
        return call

    return question


def _argument(position: int, change: Callable[[Any, Call], Any]) -> Question:
    def question(call: Call) -> Call | None:
        if position >= len(call.args):  # left to its default
            return None
        changed = change(call.args[position], call)
        return None if changed is None else with_argument(call, position, changed)

    return question


def _of_labels(position: int, name: str) -> Iterator[tuple[str, Question]]:
    def clamped(by: int) -> Question:
        def question(call: Call) -> Call | None:
            matrix = next(arg for arg in call.args if is_matrix(arg))
            return with_argument(
                call, position, [(x + by) % len(matrix[0]) for x in call.args[position]]
            )

        return question

    yield f"every one of {name} named the column before", clamped(-1)
    yield f"every one of {name} named the column after", clamped(1)
    yield f"{name} came in reversed order", _argument(position, lambda v, _: v[::-1])
    yield f"all of {name} were the first one", _argument(position, lambda v, _: [v[0]] * len(v))
    yield f"all of {name} were the last one", _argument(position, lambda v, _: [v[-1]] * len(v))
    yield f"all of {name} were 0", _argument(position, lambda v, _: [0] * len(v))
    yield f"{name} were sorted", _argument(position, lambda v, _: sorted(v))


_OF_NUMBERS: dict[str, Callable[[float], float]] = {
    "{} were all ones": lambda x: 1.0,
    "{} were all zeros": lambda x: 0.0,
    "{} had the opposite sign": lambda x: -x,
    "{} were taken without its sign": abs,
    "{} had gone through the sigmoid": lambda x: 1 / (1 + math.exp(-x)),
    "{} had gone through the exponential": math.exp,
    "{} had gone through the logarithm": math.log,
    "{} were squared": lambda x: x * x,
    "{} were 1 minus itself": lambda x: 1 - x,
    "{} were rounded to whole numbers": lambda x: float(round(x)),
    "{} were cut to whole numbers": lambda x: float(int(x)),
    "{} were cut off below 0": lambda x: max(x, 0.0),
}


def _of_numbers(position: int, name: str, arg: Any) -> Iterator[tuple[str, Question]]:
    for text, function in _OF_NUMBERS.items():
        yield text.format(name), _argument(position, each(function))
    if is_matrix(arg):
        turned = _argument(position, lambda v, _: [list(c) for c in zip(*v, strict=True)])
        yield f"{name} were transposed", turned
        yield f"{name} had its rows reversed", _argument(position, lambda v, _: v[::-1])
        yield (
            f"every row of {name} were its first",
            _argument(position, lambda v, _: [v[0]] * len(v)),
        )
        yield (
            f"{name} were divided by the number of its rows",
            _argument(position, lambda v, c: each(lambda x: x / len(v))(v, c)),
        )
        yield (
            f"{name} were multiplied by the number of its rows",
            _argument(position, lambda v, c: each(lambda x: x * len(v))(v, c)),
        )
        yield (
            f"every entry of {name} were its row's first",
            _argument(position, lambda v, _: [[row[0]] * len(row) for row in v]),
        )
    else:
        yield (
            f"every entry of {name} were its first",
            _argument(position, lambda v, _: [v[0]] * len(v)),
        )


_OF_A_NUMBER: dict[str, Callable[[Any], Any]] = {
    "{} were 0": lambda x: 0.0,
    "{} were 1": lambda x: 1.0,
    "{} had the opposite sign": lambda x: -x,
    "{} were 1 minus itself": lambda x: 1 - x,
    "{} were half as large": lambda x: x / 2,
    "{} were twice as large": lambda x: 2 * x,
}
_OF_A_COUNT: dict[str, Callable[[Any], Any]] = {
    "{} were 1": lambda x: 1,
    "{} were one larger": lambda x: x + 1,
    "{} were one smaller": lambda x: x - 1,
}


def _of_a_number(
    position: int, name: str, others: dict[str, Callable[[Any], Any]]
) -> Iterator[tuple[str, Question]]:
    for text, function in others.items():
        yield text.format(name), _argument(position, lambda v, _, f=function: f(v))  # type: ignore[misc]
