"""A formula in the arguments for what came back: "y·dy", "dy − Σ dy·y" …

For functions of one or two matrices of one shape. A term is a product of up to three quantities:
the arguments' entries, one minus them, their exponentials, and sums and maxima over the row. A
formula is a term, or the sum or difference of two; maybe divided by the number of rows, maybe
doubled.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import combinations_with_replacement
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain.compare import close
from grader.judging.explain.variations import is_matrix

Matrix = list[list[float]]
Formula = Callable[[Call], Any]
Quantity = Callable[[tuple[Matrix, ...], int, int], float]
FACTORS = 3  # of a term
LARGEST = 1e12  # of a quantity that is told from others


def _quantities(names: tuple[str, ...]) -> dict[str, Quantity]:
    found: dict[str, Quantity] = {}
    for k, name in enumerate(names):
        found[name] = lambda m, i, j, k=k: m[k][i][j]  # type: ignore[misc]
        found[f"(1 − {name})"] = lambda m, i, j, k=k: 1 - m[k][i][j]  # type: ignore[misc]
        found[f"e^{name}"] = lambda m, i, j, k=k: math.exp(m[k][i][j])  # type: ignore[misc]
        found[f"Σ {name}"] = lambda m, i, j, k=k: math.fsum(m[k][i])  # type: ignore[misc]
        found[f"1/{name}"] = lambda m, i, j, k=k: 1 / m[k][i][j]  # type: ignore[misc]
        found[f"max {name}"] = lambda m, i, j, k=k: max(m[k][i])  # type: ignore[misc]
        if len(names) == 1:
            found |= {text.format(name): of for text, of in _QUANTITIES_OF_ONE.items()}
    if len(names) == 2:
        x, y = names
        found[f"Σ({x}·{y})"] = lambda m, i, j: math.fsum(
            a * b for a, b in zip(m[0][i], m[1][i], strict=True)
        )
    return found


_QUANTITIES_OF_ONE: dict[str, Quantity] = {
    "Σ e^{}": lambda m, i, j: math.fsum(map(math.exp, m[0][i])),
    "log Σ e^{}": lambda m, i, j: math.log(math.fsum(map(math.exp, m[0][i]))),
    "tanh {}": lambda m, i, j: math.tanh(m[0][i][j]),
    "1/columns": lambda m, i, j: 1 / len(m[0][i]),
}


def find(call: Call, names: tuple[str, ...], got: Any) -> Iterator[tuple[str, Formula]]:
    """The formulas that give `got`, the simplest first, each with the text of it."""
    if not 1 <= len(call.args) <= 2 or not all(map(is_matrix, call.args)) or not is_matrix(got):
        return
    shapes = {(len(m), len(m[0])) for m in (*call.args, got)}
    if len(shapes) != 1:
        return
    quantities = _quantities(names[: len(call.args)])
    terms = {
        "·".join(chosen): tuple(quantities[name] for name in chosen)
        for count in range(1, FACTORS + 1)
        for chosen in combinations_with_replacement(quantities, count)
    }
    i, j = _place(got)
    values: dict[str, float] = {}
    for text, factors in terms.items():
        value = _value(factors, call.args, i, j)
        if value is not None and abs(value) < LARGEST:
            values[text] = value
    rows = len(got)
    scales = {"": 1.0, "−": -1.0, "2·": 2.0, "1/n·": 1 / rows, "2/n·": 2 / rows}
    for scale, factor in scales.items():
        wanted = got[i][j] / factor
        for text, value in values.items():
            if _near(value, wanted):
                formula = _formula(((terms[text], 1.0),), scale)
                if _fits(formula, call, got):
                    yield f"{scale}{text}{_legend(text, scale)}", formula
        yield from _of_two(values, terms, wanted, scale, call, got)


def _of_two(
    values: dict[str, float],
    terms: dict[str, tuple[Quantity, ...]],
    wanted: float,
    scale: str,
    call: Call,
    got: Any,
) -> Iterator[tuple[str, Formula]]:
    """Sums and differences of two terms; the partner of each is looked up by its value."""
    lookup: dict[float, list[str]] = {}
    for text, value in values.items():
        lookup.setdefault(_key(value), []).append(text)
    for text, value in values.items():
        for sign, partner in ((-1.0, value - wanted), (1.0, wanted - value)):
            for other in lookup.get(_key(partner), ()):
                if other == text:
                    continue
                formula = _formula(((terms[text], 1.0), (terms[other], sign)), scale)
                if _fits(formula, call, got):
                    whole = f"{text} {'+' if sign > 0 else '−'} {other}"
                    whole = f"{scale}({whole})" if scale else whole
                    yield f"{whole}{_legend(whole, scale)}", formula


def _legend(text: str, scale: str) -> str:
    said = [
        *(["Σ, max: over the row"] if "Σ" in text or "max" in text else []),
        *(["n: the number of rows"] if "n" in scale else []),
    ]
    return f" ({'; '.join(said)})" if said else ""


def _place(got: Matrix) -> tuple[int, int]:
    """The entry with the most to say: the largest."""
    return max(
        ((i, j) for i in range(len(got)) for j in range(len(got[0]))),
        key=lambda at: abs(got[at[0]][at[1]]),
    )


def _key(value: float) -> float:
    return float(f"{value:.8e}")


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= 1e-9 * max(abs(one), abs(other), 1e-9)


def _value(factors: tuple[Quantity, ...], args: tuple[Any, ...], i: int, j: int) -> float | None:
    try:
        return math.prod(factor(args, i, j) for factor in factors)
    except (OverflowError, ValueError, ZeroDivisionError):
        return None


def _formula(terms: tuple[tuple[tuple[Quantity, ...], float], ...], scale: str) -> Formula:
    def formula(call: Call) -> Any:
        rows, columns = len(call.args[0]), len(call.args[0][0])
        factor = {"": 1.0, "−": -1.0, "2·": 2.0, "1/n·": 1 / rows, "2/n·": 2 / rows}[scale]
        result: Matrix = []
        for i in range(rows):
            result.append([])
            for j in range(columns):
                total = 0.0
                for quantities, sign in terms:
                    value = _value(quantities, call.args, i, j)
                    if value is None:
                        return None
                    total += sign * value
                result[-1].append(factor * total)
        return result

    return formula


def _fits(formula: Formula, call: Call, got: Any) -> bool:
    value = formula(call)
    return value is not None and close(got, value, exact=True)
