"""The texts of the programs by which laws ask: calls, lists refilled in place, results spoilt."""

from __future__ import annotations

from typing import Any

from grader.judging.laws.shapes import Shape


def inputs(shape: Shape, args: list[Any], mark: str) -> dict[str, Any]:
    """The arguments by the names that `call` uses for them: x_1, w_1 …"""
    return {
        f"{argument.name}_{mark}": value
        for argument, value in zip(shape.arguments, args, strict=True)
    }


def call(shape: Shape, mark: str) -> str:
    """A call of the function with the arguments of that mark; what may be left out, by its name."""
    given = [
        f"{argument.name}_{mark}" if argument.default is None
        else f"{argument.name}={argument.name}_{mark}"
        for argument in shape.arguments
    ]  # fmt: skip
    return f"{shape.function}({', '.join(given)})"


def refill(shape: Shape, args: list[Any], mark: str, other: str) -> str:
    """Lines that put the numbers of other arguments into the very lists of these."""
    return "".join(
        _refilled(f"{argument.name}_{mark}", f"{argument.name}_{other}", value)
        for argument, value in zip(shape.arguments, args, strict=True)
        if argument.holds_lists
    )


def _refilled(name: str, other: str, value: list[Any]) -> str:
    if value and isinstance(value[0], list):
        return "".join(
            _refilled(f"{name}[{i}]", f"{other}[{i}]", item) for i, item in enumerate(value)
        )
    return f"{name}[:] = {other}\n"


def spoil(name: str, value: Any) -> str:
    """Lines that overwrite the first number of every list that a result holds, as text."""
    if isinstance(value, list | tuple):
        if value and isinstance(value[0], list | tuple):
            return "".join(spoil(f"{name}[{i}]", item) for i, item in enumerate(value))
        if isinstance(value, list) and value:
            return f"{name}[0] = 99\n"
        return "".join(spoil(f"{name}[{i}]", item) for i, item in enumerate(value))
    return ""


def changed(shape: Shape, mark: str) -> list[str]:
    """The names of the arguments that the call changes."""
    return [f"{argument.name}_{mark}" for argument in shape.arguments if argument.in_place]
