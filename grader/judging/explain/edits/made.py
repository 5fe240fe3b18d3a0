"""What an edit is, and what edits are made of."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

Undo = Callable[[], None]


CHANGED, ADDED, MOVED = "changed", "added", "moved"


@dataclass(frozen=True)
class Known:
    """What an edit may write in a place: names, the nearest first, attributes, functions.

    `functions` take one argument, `of_two` take two, or are there for nobody. In a line
    that is `suspected` all names are tried, else the nearest.
    """

    names: list[str]
    attributes: list[str]
    functions: list[str]
    of_two: list[str]
    suspected: bool = False

    def near(self, count: int) -> list[str]:
        """So many names, or all."""
        return self.names if self.suspected else self.names[:count]


class Edit:
    """A change of one place: how likely it is, its line, how it is made, and what it does there.

    It changes the line, moves the statement that begins there, or adds one at the head of the
    function that does.
    """

    def __init__(
        self, rank: int, node: ast.AST, change: Callable[[], Undo], does: str = CHANGED
    ) -> None:
        self.rank = rank
        self.line: int = getattr(node, "lineno", 0)
        self.change = change
        self.does = does


def replaced(parent: ast.AST, field: str, index: int | None, new: ast.AST) -> Callable[[], Undo]:
    """A change of a field of `parent`, or of one item of it."""

    def change() -> Undo:
        old = getattr(parent, field)
        if index is None:
            setattr(parent, field, new)
        else:
            old = old[index]
            getattr(parent, field)[index] = new

        def undo() -> None:
            if index is None:
                setattr(parent, field, old)
            else:
                getattr(parent, field)[index] = old

        return undo

    return change


SWAPS: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add, ast.Div],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
}


def built(text: str, **parts: ast.expr) -> ast.expr:
    """An expression with other expressions in place of its names."""

    class Filler(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return parts.get(node.id, node)

    filled = Filler().visit(ast.parse(text, mode="eval").body)
    assert isinstance(filled, ast.expr)
    return filled


def statement_of(text: str, like: ast.stmt) -> ast.stmt:
    """A statement of that text, at the place of another."""
    [made] = ast.parse(text).body
    for node in ast.walk(made):
        ast.copy_location(node, like)
    return made
