"""What stands around a line: the statement it is in, names next to it, functions of the module."""

from __future__ import annotations

import ast
from collections import Counter

NEAREST = 6  # names that are tried before parameters
CALLED = 5  # functions that are tried around a value
CALLED_WITH_TWO = 2  # around two


def holders(function: ast.FunctionDef) -> dict[int, int]:
    """For each line of a function the line at which its innermost statement begins."""
    found: dict[int, int] = {}
    for node in ast.walk(function):  # outer ones first
        if isinstance(node, ast.stmt) and node is not function:
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                found[line] = node.lineno
    return found


def giving_names(function: ast.FunctionDef, those: set[int]) -> set[int]:
    """The lines of a function that give values to the names which are read in these lines."""
    every = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
    read = {node.id for node in every if node.lineno in those}
    return {n.lineno for n in every if n.id in read and isinstance(n.ctx, ast.Store)} - those


def lines_making(tree: ast.Module, function: str, results: list[int]) -> list[int]:
    """The lines of a function that name these of its results, or compute them as it returns."""
    found: set[int] = set()
    for top in tree.body:
        if isinstance(top, ast.FunctionDef) and top.name == function:
            every = list(ast.walk(top))
            several = [
                node.value.elts
                for node in every
                if isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple | ast.List)
            ]
            wrong = [parts[i] for parts in several for i in results if i < len(parts)]
            names = {part.id for part in wrong if isinstance(part, ast.Name)}
            for part in wrong:
                found |= set(range(part.lineno, (part.end_lineno or part.lineno) + 1))
            found |= {n.lineno for n in every if isinstance(n, ast.Name) and n.id in names}
    return sorted(found)


class Near:
    """The names that a function binds as values: those next to a line, its parameters, the rest."""

    def __init__(self, function: ast.FunctionDef) -> None:
        arguments = [*function.args.args, *function.args.kwonlyargs]
        self._given = [argument.arg for argument in arguments]
        self._lines = {name: [function.lineno] for name in self._given}
        every = [node for node in ast.walk(function) if isinstance(node, ast.Name)]
        for node in every:
            if isinstance(node.ctx, ast.Store):
                self._lines.setdefault(node.id, [])
        for node in every:
            if node.id in self._lines:
                self._lines[node.id].append(node.lineno)
        self._found: dict[int, list[str]] = {}

    def names(self, line: int) -> list[str]:
        """All of them, in this order."""
        if line not in self._found:
            away = {n: min(abs(at - line) for at in lines) for n, lines in self._lines.items()}
            near = sorted(away, key=away.__getitem__)
            self._found[line] = list(dict.fromkeys([*near[:NEAREST], *self._given, *near]))
        return self._found[line]


def attributes(tree: ast.Module) -> list[str]:
    """The names of attributes that the module stores."""
    found = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys(found))[:8]


def functions(tree: ast.Module) -> list[str]:
    """The functions that take one argument: those that the module calls most, and all its own.

    What it imports comes first, and of that what it does not use.
    """
    own = [
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and len(node.args.args) == 1
    ]
    called = Counter(
        ast.unparse(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords
        if isinstance(node.func, ast.Name | ast.Attribute)
    )
    common = [name for name, _ in called.most_common() if name not in _NO_VALUE][:CALLED]
    imported = [name for name in _imported(tree) if name in called]
    return list(dict.fromkeys([*unused_functions(tree), *imported, *common, *own]))


def unused_functions(tree: ast.Module) -> list[str]:
    """The functions that the module imports and does not use."""
    read = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return [name for name in _imported(tree) if name not in read and name.isidentifier()]


def functions_of_two(tree: ast.Module) -> list[str]:
    """The functions that the module imports and does not use, or calls with two arguments."""
    called = {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 2
    }
    imported = [name for name in _imported(tree) if name in called]
    return list(dict.fromkeys([*unused_functions(tree), *imported[:CALLED_WITH_TWO]]))


def _imported(tree: ast.Module) -> list[str]:
    """What the module imports by name."""
    return [
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    ]


_NO_VALUE = {"range", "enumerate", "print", "ValueError", "TypeError"}
