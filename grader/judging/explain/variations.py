"""Other calls like one that was asked: other numbers, other batches.

What an argument is shows in its form: matrices with equally many rows are of one batch, a list of
ints that is as long holds its labels.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from grader.curriculum import Exercise
from grader.judging.calls import Call, copied
from grader.judging.laws import draws, shapes
from grader.judging.laws.shapes import Argument

Matrix = list[list[float]]
SCALES = (1.0, 30.0, 0.01, 1000.0)


def is_matrix(thing: Any) -> bool:
    """Whether it is a list of rows of equal length, at least one of each."""
    if not isinstance(thing, list) or not thing or not isinstance(thing[0], list):
        return False
    width = len(thing[0])
    return width > 0 and all(
        isinstance(row, list)
        and len(row) == width
        and all(isinstance(x, float | int) and not isinstance(x, bool) for x in row)
        for row in thing
    )


def is_vector(thing: Any) -> bool:
    """Whether it is a flat list of numbers."""
    return isinstance(thing, list) and bool(thing) and all(type(x) in (float, int) for x in thing)


def labels_at(args: tuple[Any, ...]) -> int | None:
    """The position of the labels of a batch: ints, as many as a matrix before them has rows."""
    for index, arg in enumerate(args):
        rows = [len(other) for other in args[:index] if is_matrix(other)]
        if is_vector(arg) and all(type(x) is int for x in arg) and len(arg) in rows:
            return index
    return None


def other_numbers(call: Call, exercise: Exercise, rng: random.Random, scale: float) -> Call:
    """The same shapes, labels and counts, with fresh numbers of about that size.

    Where the contract wants numbers above 0, or as another function gives them, they are such.
    """
    kept = labels_at(call.args)

    def fresh(thing: Any, shift: float = 0.0) -> Any:
        if isinstance(thing, list):
            if thing and all(type(x) is int for x in thing):
                return [int(x) for x in thing]
            spread = rng.choice([0.0, 3.0]) * scale
            around = rng.gauss(0, spread) if spread else 0.0
            return [fresh(x, around if not isinstance(x, list) else 0.0) for x in thing]
        if isinstance(thing, float):
            return round(rng.gauss(0, scale) + shift, 3)
        return thing

    args = [
        arg if index == kept or not isinstance(arg, list) else fresh(_floats(arg))
        for index, arg in enumerate(call.args)
    ]
    for index, argument in enumerate(declared(call, exercise)):
        if "positive" in argument.roles:
            args[index] = _each(abs, args[index])
        elif argument.source and is_matrix(args[index]):
            args[index] = draws.sourced(argument.source, args[index])
    return replace(call, args=tuple(args), answer=None)


def jittered(call: Call, exercise: Exercise, rng: random.Random, share: float = 0.4) -> Call:
    """The same call with every float changed by up to such a share; so extremes stay such.

    Numbers beside the lists, of which some may not be 1 or more, become smaller.
    """
    changed = _changed(call, exercise, lambda x: x * rng.uniform(1 - share, 1 + share))
    args = [a * rng.uniform(1 - share, 1) if isinstance(a, float) else a for a in changed.args]
    return replace(changed, args=tuple(args))


def other_scalars(call: Call, exercise: Exercise, rng: random.Random) -> Call:
    """The same shapes with other numbers, those beside the lists too: for some they do not fit."""

    def fresh(thing: Any) -> Any:
        if type(thing) is float:
            return thing * rng.uniform(0.1, 1)
        return rng.randint(1, 5) if type(thing) is int else thing

    changed = other_numbers(call, exercise, rng, 1.0)
    kwargs = {name: fresh(thing) for name, thing in changed.kwargs.items()}
    return replace(changed, args=tuple(map(fresh, changed.args)), kwargs=kwargs)


def scaled(call: Call, exercise: Exercise, factor: float) -> Call:
    """The same call with every float of its lists multiplied by a factor."""
    return _changed(call, exercise, lambda x: x * factor)


def _changed(call: Call, exercise: Exercise, change: Callable[[float], float]) -> Call:
    """The same call with other floats in its lists, but for what a function has to have given."""
    kept = {labels_at(call.args)}
    kept |= {i for i, argument in enumerate(declared(call, exercise)) if argument.source}
    args = [
        arg if i in kept or not isinstance(arg, list) else _each(change, _floats(arg))
        for i, arg in enumerate(call.args)
    ]
    return replace(call, args=tuple(args), answer=None)


def declared(call: Call, exercise: Exercise) -> tuple[Argument, ...]:
    """What the exercise declares of the arguments that a call has."""
    found = (s.arguments for s in shapes.of(exercise) if s.function == call.name)
    return next(found, ())[: len(call.args)]


def _each(change: Callable[[float], float], thing: Any) -> Any:
    """Every float of nested lists changed, all else as it is."""
    if isinstance(thing, list):
        return [_each(change, item) for item in thing]
    return change(thing) if isinstance(thing, float) else thing


def opposite(call: Call) -> Call:
    """The same call with the opposite sign of every float of its lists."""
    args = [_each(lambda x: -x, a) if isinstance(a, list) else a for a in call.args]
    return replace(call, args=tuple(args), answer=None)


_SPECIAL: dict[str, Callable[[Matrix], Matrix]] = {
    "zero row": lambda m: [[0.0] * len(m[0]), *m[1:]],
    "zero last row": lambda m: [*m[:-1], [0.0] * len(m[0])],
    "zeros": lambda m: [[0.0] * len(m[0]) for _ in m],
    "ties": lambda m: [[row[0]] * len(row) for row in m],
    "tied first row": lambda m: [[m[0][0]] * len(m[0]), *m[1:]],
    "negative": lambda m: [[-abs(x) for x in row] for row in m],
    "positive": lambda m: [[abs(x) for x in row] for row in m],
    "whole numbers": lambda m: [[int(x) for x in row] for row in m],
    "some whole numbers": lambda m: [[int(row[0]), *row[1:]] for row in m],
    "whole numbers at the end": lambda m: [[*row[:-1], int(row[-1])] for row in m],
    "one column": lambda m: [row[:1] for row in m],
    "one row": lambda m: m[:1],
    "one entry": lambda m: [m[0][:1]],
    "doubled": lambda m: [row + row for row in m],
    "large": lambda m: [[x * 1000 for x in row] for row in m],
    "nearly 700": lambda m: _up_to(m, 690.0),  # e^x is a float up to 709
    "above 700": lambda m: _up_to(m, 720.0),
}


def _up_to(matrix: Matrix, largest: float) -> Matrix:
    """The matrix times what makes its largest entry, of either sign, so large."""
    found = max(abs(x) for row in matrix for x in row) or 1.0
    return [[x * largest / found for x in row] for row in matrix]


def special_values(call: Call) -> Iterator[Call]:
    """The same call with zeros, ties, one sign, whole numbers, other sizes: in one or all matrices.

    Where the sizes of matrices depend on each other some do not fit.
    """
    matrices = [i for i, arg in enumerate(call.args) if is_matrix(arg)]
    for change in _SPECIAL.values():
        for some in [[i] for i in matrices] + ([matrices] if len(matrices) > 1 else []):
            args = list(call.args)
            for i in some:
                args[i] = change(_floats(args[i]))
            yield replace(call, args=tuple(args), answer=None)
    labels = labels_at(call.args)
    if labels is not None:
        n = len(call.args[labels])
        columns = len(call.args[matrices[0]][0])
        for other in ([0] * n, [columns - 1] * n, [i % columns for i in range(n)]):
            args = list(call.args)
            args[labels] = other
            yield replace(call, args=tuple(args), answer=None)


_LITERAL = re.compile(r"(?<![\w.])-?\d+\.\d+(?![\w.])")


def other_literals(call: Call, rng: random.Random) -> Call:
    """The same program with other floats in its text and in its inputs, hardly any sign another."""
    return _with_literals(
        call, lambda x: round(x * rng.uniform(0.5, 1.5) + rng.uniform(0.05, 0.2), 3)
    )


def opposite_literals(call: Call) -> Call:
    """The same program with the opposite sign of every float in its text and in its inputs."""
    return _with_literals(call, lambda x: -x)


def _with_literals(call: Call, change: Callable[[float], float]) -> Call:
    program, returns = call.args
    kwargs = {key: _each(change, value) for key, value in call.kwargs.items()}
    args = (_LITERAL.sub(lambda match: repr(change(float(match[0]))), program), returns)
    return replace(call, args=args, kwargs=kwargs, answer=None, script=None)


_OPERATORS = ("+", "-", "*", "/", "@")


def other_operators(call: Call) -> Iterator[Call]:
    """The same program with another operator wherever it has a certain one."""
    program, returns = call.args
    for one in _OPERATORS:
        for other in _OPERATORS:
            if one != other and f" {one} " in program:
                args = (program.replace(f" {one} ", f" {other} "), returns)
                yield replace(call, args=args, answer=None, script=None)


def _floats(thing: Any) -> Any:
    """Matrices, and vectors beside them, of ints as floats; a list of ints by itself as it is."""
    if is_matrix(thing):
        return [[float(x) for x in row] for row in thing]
    if isinstance(thing, list) and any(isinstance(item, list) for item in thing):
        return [list(map(float, p)) if is_vector(p) else _floats(p) for p in thing]
    return thing


def other_batches(call: Call, exercise: Exercise) -> Iterator[Call]:
    """The same samples in another order, only the first, the first twice, and one more."""
    positions = samples_at(call, exercise)
    n = len(call.args[positions[0]]) if positions else 0
    if not positions or any(len(call.args[position]) != n for position in positions):
        return
    orders = [list(reversed(range(n))), [0], [0, 0], [*range(n), 0], list(range(n - 1)) or [0]]
    for order in orders:
        args = list(call.args)
        for position in positions:
            args[position] = [copied(args[position][i]) for i in order]
        yield replace(call, args=tuple(args), answer=None)


APART = 725.0  # e^x is too large for a float above 709.8, and more than 0 down to -745


def rows_apart(call: Call, exercise: Exercise) -> Iterator[Call]:
    """The same call with every second row so far above those between them, or below."""
    for i, argument in enumerate(declared(call, exercise)):
        if argument.is_any and is_matrix(call.args[i]):
            for first in (0, 1):
                near = [[x % 1.0 for x in row] for row in call.args[i]]
                rows = [[x + APART * ((k + first) % 2) for x in r] for k, r in enumerate(near)]
                args = (*call.args[:i], rows, *call.args[i + 1 :])
                yield replace(call, args=args, answer=None)


def samples_at(call: Call, exercise: Exercise) -> list[int]:
    """The positions of the arguments that hold a row or a label for each sample.

    By the letters that the exercise declares, where it does; else by their numbers.
    """
    arguments = declared(call, exercise)
    first = next((a for a in arguments if a.kind == "matrix" and not a.source), None)
    if first is None:
        batch = batch_of(call.args)
        return batch[0] if batch else []
    return [i for i, a in enumerate(arguments) if a.letters[:1] == first.letters[:1]]


def batch_of(args: tuple[Any, ...]) -> tuple[list[int], int] | None:
    """The positions of the arguments that hold a row or a label for each sample, and how many."""
    labels = labels_at(args)
    first = next((i for i, arg in enumerate(args) if is_matrix(arg)), None)
    if first is None:
        return None
    n = len(args[first])
    if labels is not None:
        return [i for i in (first, labels) if len(args[i]) == n], n
    alike = [i for i, arg in enumerate(args) if is_matrix(arg) and len(arg) == n]
    return alike, n


def squares(call: Call, exercise: Exercise, rng: random.Random) -> Iterator[Call]:
    """Calls whose sizes are all equal: there a wrong order of factors gives numbers as well."""
    for shape in shapes.of(exercise):
        if shape.function == call.name and not call.kwargs:
            for size in (2, 3):
                args = draws.arguments(shape, rng, dict.fromkeys(shape.letters, size))
                yield replace(call, args=tuple(args), answer=None)
