"""Which numbers a function is asked for: of any precision, any magnitude, and special ones."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from itertools import cycle
from random import Random
from typing import Any

from grader.judging.calls import copied
from grader.judging.laws import draws
from grader.judging.laws.asking import Case
from grader.judging.laws.shapes import Argument, Shape

Matrix = list[list[float]]


def any_precision(case: Case, shapes: Sequence[Shape]) -> None:
    """every digit counts: numbers that differ only in the last digits are told apart"""
    for shape in shapes:
        every = []
        for _ in range(4):
            dims = draws.sizes(shape, case.rng)
            number = draws.wide(case.rng) if not _is_any(shape) else draws.numbers(case.rng)
            args = draws.arguments(shape, case.rng, dims, number)
            every += [args, _neighbour(shape, args, case.rng)]
        case.calls(shape, every, "Is something rounded, cut, or looked up by a rounded value?")


def any_magnitude(case: Case, shapes: Sequence[Shape]) -> None:
    """numbers of any size work: huge, tiny, equal, whole, zero"""
    for shape in shapes:
        times = 2 if any(argument.kind == "number" for argument in shape.arguments) else 1
        every = [magnified(shape, case.rng, values) for values in magnitudes(shape) * times]
        every += [*_tiny(shape, case.rng), *_rescaled(shape, case.rng), *_dense(shape, case.rng)]
        case.calls(shape, every)


def magnified(shape: Shape, rng: Random, values: Sequence[float]) -> list[Any]:
    """Arguments that hold the values: those of any size if there are such, else all floats."""
    dims = draws.sizes(shape, rng, 1, 3)
    widths = {a.letters[1] for a in shape.arguments if a.is_any}
    dims |= dict.fromkeys(widths, len(values))
    args = draws.arguments(shape, rng, dims)
    for i, argument in enumerate(shape.arguments):
        if argument.is_any:
            args[i] = [_turned(values, rng) for _ in args[i]]
        elif not argument.source and argument.holds_floats:
            number: draws.Number = partial(rng.choice, values)
            args[i] = draws.like(args[i], draws.above_zero(argument, number))
        elif argument.kind == "number":
            power = rng.choice((rng.uniform(-10, 0), rng.uniform(0, 4)))
            args[i] = draws.signed(argument, rng, 10**power)
    return args


def _tiny(shape: Shape, rng: Random) -> Iterator[list[Any]]:
    """A positive number so small that it counts only beside small numbers."""
    for i, argument in enumerate(shape.arguments):
        if argument.kind == "number" and "positive" in argument.roles:
            args = draws.arguments(shape, rng, dict.fromkeys(shape.letters, 3))
            tiny = cycle(_turned((1e-4, -2e-4, 3e-4), rng))  # three entries of a row all differ
            args[0] = draws.like(args[0], tiny.__next__)
            args[i] = 10 ** rng.uniform(-15, -10)
            yield args


def _rescaled(shape: Shape, rng: Random) -> Iterator[list[Any]]:
    """One argument after the other is huge, beside others that are tiny or as usual."""
    free = [i for i, argument in enumerate(shape.arguments) if "scaled" in argument.roles]
    for huge in free:
        for others in (0.0, rng.uniform(-16, -9)):
            args = draws.arguments(shape, rng, draws.sizes(shape, rng, 1, 3))
            for i in free:
                power = rng.uniform(8, 40) if i == huge else others
                args[i] = draws.times(args[i], 10**power)
            yield args


def _dense(shape: Shape, rng: Random) -> Iterator[list[Any]]:
    """Numbers of which an exponential is taken, wherever that is neither nothing nor everything."""
    exposed = [i for i, a in enumerate(shape.arguments) if a.is_any or a.source]
    scaled = [
        i for i, a in enumerate(shape.arguments) if a.kind == "matrix" and "scaled" in a.roles
    ]
    ways = [(draws.grid, 58, 1.0), (draws.stepped, 12, 1.0)]
    ways += [(draws.stepped, 12, 1e6)] if scaled else []
    for make, rows, factor in ways if exposed else ():
        n, m = shape.arguments[exposed[0]].letters
        args = draws.arguments(shape, rng, draws.sizes(shape, rng, 1, 3, **{n: rows, m: 5}))
        for i in exposed:
            args[i] = draws.sourced(shape.arguments[i].source, make(rng, rows, 5))
        for i, argument in enumerate(shape.arguments):
            if argument.kind == "labels":  # as often as not the likeliest
                largest = [row.index(max(row)) for row in args[exposed[0]]]
                args[i] = [rng.choice(pair) for pair in zip(args[i], largest, strict=True)]
        for i in scaled:  # beside a large number a probability that is nearly 0 counts
            args[i] = [[factor * row[0], *row[1:]] for row in args[i]]
        yield args


def special_values(case: Case, shapes: Sequence[Shape]) -> None:
    """identity, zeros, ones, equal or sorted rows, symmetric: matrices like any other"""
    for shape in shapes:
        every = []
        for make in SPECIAL:
            n = case.rng.randint(2, 3)
            args = draws.arguments(shape, case.rng, dict.fromkeys(shape.letters, n))
            every_matrix = [
                i for i, a in enumerate(shape.arguments) if a.kind == "matrix" and not a.source
            ]
            one = case.rng.random() < 0.5 and len(every_matrix) > 1
            for i in case.rng.sample(every_matrix, 1) if one else every_matrix:
                args[i] = make(n, case.rng)
            every.append(args)
        case.calls(shape, [*every, *_neutral(shape, case.rng)])


def _neutral(shape: Shape, rng: Random) -> Iterator[list[Any]]:
    """What changes nothing: an identity beside a Matrix, and a Vector of zeros or of ones."""
    every_matrix = [i for i, a in enumerate(shape.arguments) if a.kind == "matrix" and not a.source]
    vectors = [i for i, argument in enumerate(shape.arguments) if argument.kind == "vector"]
    for value in (0.0, 1.0) if vectors else ():
        n = rng.randint(2, 3)
        args = draws.arguments(shape, rng, dict.fromkeys(shape.letters, n))
        for i in every_matrix[1:]:
            args[i] = _identity(n, rng)
        for i in vectors:
            args[i] = [value] * n
        yield args


def _is_any(shape: Shape) -> bool:
    return any(argument.is_any for argument in shape.arguments)


def magnitudes(shape: Shape) -> tuple[tuple[float, ...], ...]:
    """The values of rows, of an argument of which every size is meant, or of any other."""
    if not _is_any(shape):
        return SMALL
    return LARGE if any("large" in argument.roles for argument in shape.arguments) else HUGE


def _neighbour(shape: Shape, args: list[Any], rng: Random) -> list[Any]:
    """The same arguments, but for the last digits of their numbers."""
    return [
        draws.nudged(value, rng) if _may_move(argument) else copied(value)
        for argument, value in zip(shape.arguments, args, strict=True)
    ]


def _may_move(argument: Argument) -> bool:
    return not argument.source and argument.holds_floats and argument.kind != "like"


def _turned(values: Sequence[float], rng: Random) -> list[float]:
    """The values, begun at a random place: every one of them can stand everywhere."""
    at = rng.randrange(len(values))
    return [*values[at:], *values[:at]]


LARGE: tuple[tuple[float, ...], ...] = (
    (1e16, 1e16),
    (1e16, 1e16, -1e16),
    (1e300, 1e300, 1e300),
    (-1e300, -1e300),
    (1e300, 0.0, 1.0),
    (1e16, 1e16 + 2, 1e16 + 4),
    (1e8, 1e8 + 1, 1e8 + 0.5),
    (-745.2, -1e5, -1e5),
    (710.0, 709.0),
    (1e-300, -0.0, 0.0, 5e-324),
    (1e-9, -1e-9, 2e-9),
    (3e-8, -4e-7, 5e-9),
    (3, 1, 2),
    (0, 0, 0),
    (-7.5,),
    (50.0, 10.0, -30.0, 36.8),
)
HUGE = (*LARGE, (1e308, 1e308, 1e308), (-1e308, -1e308), (1.7e308,))
SMALL: tuple[tuple[float, ...], ...] = (
    (3, 1, -2),
    (0, 0.0, -0.0),
    (1e-300, 1.0, -1e-9),
    (10.0, -10.0, 1.0, 1e-6),
    (3e-8, -4e-7, 5e-9),
    (7.0, 7.0, 7.0),
    (1, 2.5, -1),
    (100, -250, 900, 3),
    (4.0, -3.0, 2.0, -1.0, 0.5),
)


def _identity(n: int, rng: Random) -> Matrix:
    return [[float(i == j) for j in range(n)] for i in range(n)]


def _permutation(n: int, rng: Random) -> Matrix:
    return rng.sample(_identity(n, rng), n)


def _one_hot(n: int, rng: Random) -> Matrix:
    column = rng.randrange(n)
    return [[float(j == column) for j in range(n)] for _ in range(n)]


def _constant(value: float) -> Any:
    return lambda n, rng: [[value] * n for _ in range(n)]


def _equal_rows(n: int, rng: Random) -> Matrix:
    row = [rng.gauss(0, 1) for _ in range(n)]
    return [row[:] for _ in range(n)]


def _sorted_rows(n: int, rng: Random) -> Matrix:
    return [sorted(rng.gauss(0, 1) for _ in range(n)) for _ in range(n)]


def _symmetric(n: int, rng: Random) -> Matrix:
    made = [[rng.gauss(0, 1) for _ in range(n)] for _ in range(n)]
    return [[made[min(i, j)][max(i, j)] for j in range(n)] for i in range(n)]


def _negative(n: int, rng: Random) -> Matrix:
    return [[-abs(rng.gauss(0, 1)) - 0.1 for _ in range(n)] for _ in range(n)]


SPECIAL = (
    _identity,
    _permutation,
    _one_hot,
    _constant(0.0),
    _constant(1.0),
    _constant(-1.0),
    _equal_rows,
    _sorted_rows,
    _symmetric,
    _negative,
)
