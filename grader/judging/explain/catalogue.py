"""The catalogue of mistakes: `solutions/NN_name/mistakes.py`, read as submissions and as functions.

A mistake is the reference with one or more functions replaced by wrong ones. Its functions are
named `softmax__whole_matrix_max`: the public name, two underscores, the slug of the mistake.
Mistakes that only the project's own tests know have that form as well.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from grader import curriculum
from grader.curriculum import Exercise

Definition = ast.FunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Mistake:
    """A wrong implementation: its slug, and what it tells whoever made it."""

    slug: str
    explanation: str
    parts: tuple[str, str, str]  # the reference, helpers that all mistakes share, what replaces
    is_share: bool = False  # one function's of a mistake that is made in several
    replaced: frozenset[str] = frozenset()  # functions and, as Class.method, methods

    @property
    def source(self) -> str:
        """The module of a person who made this mistake: the reference, then what replaces it."""
        return "\n\n\n".join(self.parts) + "\n"


@cache
def mistakes(exercise: Exercise) -> tuple[Mistake, ...]:
    """The mistakes of an exercise, in the catalogue's order; none if it has no catalogue."""
    return read(exercise.mistakes, exercise)


@cache
def shares(exercise: Exercise) -> tuple[Mistake, ...]:
    """Of mistakes that are made in several functions, each function's alone.

    Left out are those that have a helper in common: there one is not to be had without the other.
    """
    return _read(exercise.mistakes, exercise)[1]


def read(path: Path, exercise: Exercise) -> tuple[Mistake, ...]:
    """The mistakes of an exercise that a file holds, in its order; none if there is no file."""
    return _read(path, exercise)[0]


@cache
def _read(path: Path, exercise: Exercise) -> tuple[tuple[Mistake, ...], tuple[Mistake, ...]]:
    if not path.exists():
        return (), ()
    text = path.read_text(encoding="utf-8")
    catalogue = text.splitlines()
    reference = exercise.reference.read_text(encoding="utf-8")
    tree = ast.parse(text)
    shared: list[str] = []
    wrong: dict[str, list[Definition]] = {}
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and "__" in node.name.strip("_"):
            wrong.setdefault(node.name.partition("__")[2], []).append(node)
        elif not _is_import_of(node, exercise.name) and not _is_docstring(node):
            shared.append(_text(node, catalogue))

    def mistake(slug: str, nodes: Sequence[Definition]) -> Mistake:
        return _mistake(slug, nodes, reference, shared, catalogue)

    several = [
        (slug, nodes)
        for slug, nodes in wrong.items()
        if len(nodes) > 1 and all(map(ast.get_docstring, nodes))
    ]
    return (
        tuple(mistake(slug, nodes) for slug, nodes in wrong.items()),
        tuple(
            replace(mistake(slug, [node]), is_share=True)
            for slug, nodes in several
            for node in nodes
        ),
    )


def _mistake(
    slug: str,
    nodes: Sequence[Definition],
    reference: str,
    shared: list[str],
    catalogue: list[str],
) -> Mistake:
    parts: list[str] = []
    names: set[str] = set()
    for node in nodes:
        replaced = node.name.partition("__")[0]
        parts += [_text(node, catalogue), f"{replaced} = {node.name}"]
        methods = [part.name for part in node.body if isinstance(part, ast.FunctionDef)]
        is_class = isinstance(node, ast.ClassDef)
        names |= {f"{replaced}.{method}" for method in methods} if is_class else {replaced}
    explanation = " ".join((ast.get_docstring(nodes[0]) or "").split())
    change, helpers = "\n\n\n".join(parts), "\n\n\n".join(shared)
    return Mistake(slug, explanation, (reference, helpers, change), replaced=frozenset(names))


def reached(exercise: Exercise, asked: set[str]) -> set[str] | None:
    """The functions that the reference's functions of these names come by, themselves included.

    None where there is no telling, as of the methods of classes.
    """
    used = _used(exercise)
    if not asked <= used.keys():
        return None
    found, left = set(asked), list(asked)
    while left:
        new = used[left.pop()] - found
        found |= new
        left += new
    return found


@cache
def _used(exercise: Exercise) -> dict[str, set[str]]:
    """By the names of the reference's functions: the functions that each speaks of."""
    tree = ast.parse(exercise.reference.read_text(encoding="utf-8"))
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    names = {function.name for function in functions}
    if any(isinstance(node, ast.ClassDef) for node in tree.body):
        return {}
    return {
        function.name: {n.id for n in ast.walk(function) if isinstance(n, ast.Name)} & names
        for function in functions
    }


def _text(node: ast.stmt, source: list[str]) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(d.lineno for d in decorators)]) - 1
    return "\n".join(source[first : node.end_lineno])


def _is_import_of(node: ast.stmt, name: str) -> bool:
    """`from softmax import …` in softmax's own catalogue: the names are there already."""
    return isinstance(node, ast.ImportFrom) and node.module in (name, "__future__")


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def earlier_references(exercise: Exercise) -> dict[str, str]:
    """The references of the exercises before this one: the text of each by its module's name."""
    return {
        other.name: other.reference.read_text(encoding="utf-8")
        for other in curriculum.track("all")
        if other.number < exercise.number and other.reference.exists()
    }
