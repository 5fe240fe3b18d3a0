"""The one printer of all modules of a hunt, so that layout tells nothing."""

from __future__ import annotations

import ast

from grader.hunt.disguise import Definition


def printed(tree: ast.Module, *, docstrings: bool) -> str:
    """The module as text, by one printer for all, with two empty lines around definitions."""
    if not docstrings:
        tree = _without_docstrings(tree)
    tree = ast.fix_missing_locations(tree)
    text = ""
    before: ast.stmt | None = None
    for node in tree.body:
        if before is not None:
            around = isinstance(node, Definition) or isinstance(before, Definition)
            text += "\n\n\n" if around else "\n" if type(node) is type(before) else "\n\n"
        text += ast.unparse(ast.Module([node], []))
        before = node
    return text + "\n"


def _without_docstrings(tree: ast.Module) -> ast.Module:
    copied = ast.parse(ast.unparse(ast.fix_missing_locations(tree)))
    for node in ast.walk(copied):
        if isinstance(node, ast.Module | Definition) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
    return copied
