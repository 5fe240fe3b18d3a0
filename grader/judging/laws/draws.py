"""Draws arguments of declared shapes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from grader.judging.laws.shapes import Argument, Shape

Number = Callable[[], float]
ROWS, COLUMNS = "rows", "columns"  # of the Matrices in params, beside the letters
PARTS = "parts"  # of a list of Matrices


def sizes(shape: Shape, rng: Random, low: int = 1, high: int = 4, **given: int) -> dict[str, int]:
    """A size for each letter, at random or as `given`, so that the shape's conditions hold."""
    found = {letter: given.get(letter, rng.randint(low, high)) for letter in shape.letters}
    for larger, smaller in shape.at_least:
        if found[larger] < found[smaller]:
            found[larger] = found[smaller]
    return found


def numbers(rng: Random) -> Number:
    """Floats of moderate size and full precision."""
    return lambda: rng.gauss(0, 1.5)


def plain(rng: Random) -> Number:
    """Floats of two decimals, which are easily read."""
    return lambda: round(rng.gauss(0, 1.5), 2)


def wide(rng: Random) -> Number:
    """Floats whose magnitudes differ, around one that differs from call to call.

    None is larger than 3: products of several would leave an exponential no digits.
    """
    scale = 10 ** rng.uniform(-2, 0.5)
    return lambda: rng.choice((-1, 1)) * scale * 10 ** rng.uniform(-5, 0)


def arguments(
    shape: Shape, rng: Random, dims: Mapping[str, int], number: Number | None = None
) -> list[Any]:
    """Arguments for a call, of the sizes `dims`; floats in lists are made by `number`."""
    made: dict[str, Any] = {}
    for argument in shape.arguments:
        made[argument.name] = _argument(argument, made, rng, dims, number or numbers(rng))
    return list(made.values())


def _argument(
    argument: Argument,
    made: Mapping[str, Any],
    rng: Random,
    dims: Mapping[str, int],
    number: Number,
) -> Any:
    n, m = [*(dims[letter] for letter in argument.letters), 0, 0][:2]
    match argument.kind:
        case "matrix":
            return sourced(argument.source, [[number() for _ in range(m)] for _ in range(n)])
        case "matrices":
            return [
                [[number() for _ in range(m)] for _ in range(n)]
                for _ in range(dims.get(PARTS) or rng.randint(1, 5))
            ]
        case "vector":
            return [number() for _ in range(n)]
        case "labels":
            of = rng.sample(range(m), 1) if n < 9 and rng.random() < 0.25 else range(m)
            return rng.choices(of, k=n)
        case "ints":
            return rng.choices((0, 1, 1000), k=n)  # of 1000 Python has no one object
        case "size":
            return n
        case "count":
            return rng.randint(1, 6)
        case "divisor":
            return rng.choice([k for k in range(1, n + 1) if n % k == 0])
        case "seed":
            return rng.randrange(2**31)
        case "flag":
            return rng.random() < 0.5
        case "sizes":
            return [rng.randint(1, 4) for _ in range(3)]
        case "params":
            return _params(rng, number, dims.get(ROWS), dims.get(COLUMNS))
        case "network":
            hidden = [dims.get(COLUMNS) or rng.randint(1, 3) for _ in range(rng.randint(0, 2))]
            return _network([n, *hidden, m], number)
        case "like":
            return like(made[argument.like], above_zero(argument, number))
    return signed(argument, rng, 10 ** rng.uniform(-3, 0))


def signed(argument: Argument, rng: Random, number: float) -> float:
    """The number, or less often its negative where the argument may be that."""
    return number if "positive" in argument.roles else rng.choice((1, 1, -1)) * number


def _params(rng: Random, number: Number, rows: int | None, columns: int | None) -> list[Any]:
    rows, columns = rows or rng.randint(1, 3), columns or rng.randint(1, 3)
    matrices = [[[number() for _ in range(columns)] for _ in range(rows)] for _ in range(2)]
    return [matrices[0], [number() for _ in range(columns)], matrices[1]]


def _network(widths: list[int], number: Number) -> list[Any]:
    params: list[Any] = []
    for inputs, outputs in zip(widths, widths[1:], strict=False):
        params.append([[number() for _ in range(outputs)] for _ in range(inputs)])
        params.append([number() for _ in range(outputs)])
    return params


def above_zero(argument: Argument, number: Number) -> Number:
    """The numbers, positive if the argument has to be."""
    return (lambda: abs(number())) if "positive" in argument.roles else number


def like(value: Any, number: Number) -> Any:
    """Lists of the same structure, of other numbers."""
    return [like(item, number) for item in value] if isinstance(value, list) else number()


def times(value: Any, factor: float) -> Any:
    """The same lists with every number multiplied."""
    return [times(item, factor) for item in value] if isinstance(value, list) else value * factor


def grid(rng: Random, rows: int, columns: int) -> list[list[float]]:
    """Numbers from -40 to 40, one in each of as many equal parts, in no order.

    Within these an exponential goes from nothing to all that a float tells apart.
    """
    count = rows * columns
    flat = rng.sample([80 * (k + rng.random()) / count - 40 for k in range(count)], count)
    return [flat[i : i + columns] for i in range(0, count, columns)]


def stepped(rng: Random, rows: int, columns: int) -> list[list[float]]:
    """Rows whose largest number may come twice; others are less by a little or by thousands."""
    found = []
    for _ in range(rows):
        top = rng.choice((0.0, rng.uniform(-1e3, 1e3)))
        steps = [
            rng.choice((0.0, rng.uniform(0, 40), 10 ** rng.uniform(1, 5))) for _ in range(columns)
        ]
        found.append([top - step for step in steps])
    return found


def sourced(source: str, rows: list[list[float]]) -> list[list[float]]:
    """Rows as the function `source` gives them."""
    if source == "sigmoid":
        return [[1 / (1 + math.exp(-max(min(x, 30.0), -30.0))) for x in row] for row in rows]
    if source in ("softmax", "log_softmax"):
        return [_softmax(row, source == "log_softmax") for row in rows]
    return rows


def _softmax(row: list[float], in_logs: bool) -> list[float]:
    largest = max(row)
    total = math.log(math.fsum(math.exp(x - largest) for x in row))
    logs = [x - largest - total for x in row]
    return logs if in_logs else [math.exp(x) for x in logs]


def nudged(value: Any, rng: Random) -> Any:
    """The same lists with numbers that differ in the last digits that the contract looks at."""
    if isinstance(value, list):
        return [nudged(item, rng) for item in value]
    return value * (1 + rng.choice((-1, 1)) * 3e-7)
