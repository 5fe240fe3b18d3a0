"""What a module overlooks, read off its text: values without use, names without value."""

from __future__ import annotations

import ast
from collections.abc import Iterator

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda


def unused_values(tree: ast.Module, lines: list[int]) -> list[int]:
    """Those of these lines that compute a value which nothing uses, and do nothing else."""
    acts = ast.Call | ast.Await | ast.Yield | ast.YieldFrom | ast.NamedExpr
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and node.lineno in lines
        if not isinstance(node.value, ast.Constant)  # a docstring, or "..."
        if not any(isinstance(part, acts | ast.Attribute) for part in ast.walk(node.value))
    ]


def lines_giving(tree: ast.Module, name: str, line: int) -> list[int]:
    """The lines that give a value to a name that is read in a line, in that function or outside."""
    seen: list[ast.AST] = list(_outside_functions(tree))
    for top in tree.body:
        declares = any(isinstance(n, ast.Global) and name in n.names for n in ast.walk(top))
        if declares or top.lineno <= line <= (top.end_lineno or 0):
            seen += ast.walk(top)
    return sorted({getattr(node, "lineno", 0) for node in seen if _gives(node, name)})


def _outside_functions(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        yield child
        if not isinstance(child, Function):
            yield from _outside_functions(child)


def _gives(node: ast.AST, name: str) -> bool:
    match node:
        case ast.Name(id=own, ctx=ctx):
            return own == name and not isinstance(ctx, ast.Load)
        case ast.arg(arg=own):
            return own == name
        case ast.alias(name=own, asname=other):
            return name == (other or own.partition(".")[0]) or own == "*"
    # A function, a class, an exception that is caught, a pattern.
    return name in (getattr(node, "name", None), getattr(node, "rest", None))
