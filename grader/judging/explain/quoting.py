"""A program of a test in one line of a sentence: what it does, without what makes its inputs."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from grader.judging import text
from grader.judging.calls import Call

LINES, DEFINING = 3, 4  # of a program that are quoted, and those that make what is in them


def quoted(call: Call, *, whole: bool = False, result: bool = False) -> str:
    """What a program does, without what only makes its inputs or asks for its results.

    A single pass back asks for results; several are what the program does, and all is if `whole`.
    A call or an operation is told that gives the result, and with `result` any expression.
    """
    program, returns = call.args
    written = _gathered([line for line in program.splitlines() if line.strip()])
    passes = whole or program.count(".backward()") > 1
    chosen = [
        line
        for line in written
        if not _is_setting(line) or (passes and line.strip().endswith(".backward()"))
    ]
    gives = ast.parse(returns, mode="eval").body
    is_value = isinstance(gives, ast.Constant | ast.Name | ast.List | ast.Tuple)
    if isinstance(gives, ast.Call | ast.BinOp) or (result and not is_value):
        chosen.append(returns)
    chosen = chosen or written[-1:] or [returns]
    kept = chosen[-LINES:]
    needed = {*_defining(written, kept), *kept}
    told = [line for line in written if line in needed]
    told += [returns] if returns in needed and returns not in written else []
    parts = [f"`{text.safe(line.strip(), 60)}`" for line in told]
    if not needed.issuperset(chosen):
        parts.insert(told.index(kept[0]), "…")
    shown = "; ".join(parts)
    inputs = [name for name in call.kwargs if name in _used(told)]
    return f"{shown} ({joined(inputs)} as in the test)" if inputs else shown


def _defining(written: Sequence[str], chosen: Sequence[str]) -> list[str]:
    """The lines left out that make what the chosen ones use, as far as they are few."""
    found = list(chosen)
    while len(found) < len(chosen) + DEFINING:
        missing = _used(found) - {name for line in found for name in _made(line)}
        more = [line for line in written if line not in found and missing & set(_made(line))]
        if not more:
            break
        found += more
    return [line for line in written if line in found and line not in chosen]


_WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*\b(?!\s*=[^=])")


def _used(lines: Sequence[str]) -> set[str]:
    return {name for line in lines for name in _WORD.findall(line)}


def _made(line: str) -> list[str]:
    """The names that a line gives a value."""
    made = re.match(r"(\w+(?:, \w+)*) = ", line.strip())
    return made[1].split(", ") if made else []


_IN_PLACE = re.compile(r"\s*\w+(\[\d+\])*\[[\d:]+\] = ")


def _gathered(lines: Sequence[str]) -> list[str]:
    """Lines that write into lists, one after the other, as the first of them alone."""
    gathered: list[str] = []
    for line, before in zip(lines, ["", *lines], strict=False):
        if not (_IN_PLACE.match(line) and _IN_PLACE.match(before)):
            gathered.append(line)
        elif not gathered[-1].endswith("; …"):
            gathered[-1] += "; …"
    return gathered


def _is_setting(line: str) -> bool:
    """Whether a line makes a leaf of plain numbers, or the loss that the test adds."""
    try:
        [statement] = ast.parse(line.strip()).body
    except (SyntaxError, ValueError):
        return False
    match statement:
        case ast.Import() | ast.ImportFrom() | ast.Assign(targets=[ast.Name(id="u" | "loss")]):
            return True
        case ast.Assign(value=ast.Call(func=ast.Name(id="Variable" | "Tensor"))):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="backward"), args=[])):
            return True
    return False


def joined(names: list[str]) -> str:
    """Names as a sentence lists them: "a, b and c"."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
