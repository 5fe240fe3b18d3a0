"""What the functions of an exercise return and change, as the reference's signatures say it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from enum import Enum
from functools import cache

from grader.curriculum import Exercise


class Returns(Enum):
    """What comes back from a call."""

    PLAIN = "numbers or lists of them"
    TUPLE = "several of those"
    NOTHING = "nothing that counts"
    OBJECT = "an object that stays in the guest"


@dataclass(frozen=True)
class Signature:
    """What a call returns, and the positions of the arguments that it changes."""

    returns: Returns = Returns.OBJECT
    in_place: tuple[int, ...] = ()


@dataclass(frozen=True)
class Signatures:
    """The signatures of one exercise's public functions and classes, by name."""

    functions: dict[str, Signature]

    @property
    def public(self) -> list[str]:
        """The names that the contract asks for."""
        return [name for name in self.functions if not name.startswith("_")]

    def of(self, name: str) -> Signature:
        """The signature of `name`."""
        return self.functions.get(name, Signature())


_PLAIN_NAMES = {"Matrix", "Vector", "float", "int", "list"}


def _returns(annotation: ast.expr | None) -> Returns:
    match annotation:
        case ast.Constant(value=None):
            return Returns.NOTHING
        case ast.Name(id=name) if (
            name in _PLAIN_NAMES or name.endswith("Params") or name == "Params"
        ):
            return Returns.PLAIN
        case ast.Subscript(value=ast.Name(id="list")):
            return Returns.PLAIN
        case ast.Subscript(value=ast.Name(id="tuple")):
            return Returns.TUPLE
    return Returns.OBJECT


@cache
def of(exercise: Exercise) -> Signatures:
    """The signatures of an exercise, read from its reference and the curriculum."""
    tree = ast.parse(exercise.reference.read_text(encoding="utf-8"))
    found = {node.name: Signature() for node in tree.body if isinstance(node, ast.ClassDef)}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            in_place = exercise.in_place.get(node.name, ())
            found[node.name] = Signature(_returns(node.returns), in_place)
    return Signatures(found)
