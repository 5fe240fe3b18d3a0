"""All one-edit neighbours of a module, made and tried in the guest; the host never imports this.

Sent with the modules beside it. `prepare` reads the submission's text, `mark`
gives a module that notes which lines run, `install` one with the edit of that number. An edit is
made in the syntax tree, compiled and taken back; the other statements are compiled once.
"""

from __future__ import annotations

import ast
import copy
import difflib
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from grader.judging.explain.edits.expressions import of_expression
from grader.judging.explain.edits.made import Edit
from grader.judging.explain.edits.statements import of_block, of_loop

MOST = 1500  # edits that are kept

tree = ast.Module([], [])
code: list[Any] = []
edits: list[Edit] = []
name = ""
ran: set[int] = set()


def prepare(module: str, text: str) -> None:
    """Read the submission's module."""
    global tree, code, name
    name = module
    tree = ast.parse(text)
    code = [_compiled(statement) for statement in tree.body]


def _compiled(statement: ast.stmt) -> Any:
    whole = ast.Module([statement], [])
    ast.fix_missing_locations(whole)
    return compile(whole, f"{name}.py", "exec")


def _module(pieces: list[Any]) -> ModuleType:
    module = ModuleType(name)
    sys.modules[name] = module
    for piece in pieces:
        exec(piece, module.__dict__)
    return module


def mark() -> ModuleType:
    """The module, noting in `ran` every line that begins a statement which runs."""
    ran.clear()
    marked = _Marker().visit(copy.deepcopy(tree))
    module = ModuleType(name)
    sys.modules[name] = module
    module.__dict__["_ran"] = ran.add
    ast.fix_missing_locations(marked)
    exec(compile(marked, f"{name}.py", "exec"), module.__dict__)
    ran.clear()
    return module


class _Marker(ast.NodeTransformer):
    def generic_visit(self, node: ast.AST) -> ast.AST:
        super().generic_visit(node)
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                marked: list[ast.stmt] = []
                for statement in block:
                    at = isinstance(node, ast.Module) or _is_docstring(statement)
                    marked += [statement] if at else [_note(statement), statement]
                setattr(node, field, marked)
        return node


def _is_docstring(statement: ast.stmt) -> bool:
    future = isinstance(statement, ast.ImportFrom) and statement.module == "__future__"
    return future or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))


def _note(statement: ast.stmt) -> ast.stmt:
    call = ast.Call(ast.Name("_ran", ast.Load()), [ast.Constant(statement.lineno)], [])
    return ast.copy_location(ast.Expr(call), statement)


def lines() -> list[int]:
    """The lines that ran since `mark`."""
    return sorted(ran)


def collect(those: list[int]) -> list[int]:
    """Make the edits of these lines, the likeliest first; the line of each.

    Of statements that are added at the head of a function it is its first line, with a minus.
    """
    edits.clear()
    lines = set(those)
    for top in tree.body:
        scopes = [n for n in ast.walk(top) if isinstance(n, ast.FunctionDef)]
        for function in scopes:
            last = function.end_lineno or 0
            if any(function.lineno <= line <= last for line in lines):
                holders = _holders(function)
                edits.extend(
                    edit
                    for edit in _of_function(function)
                    if edit.line == function.lineno or holders.get(edit.line) in lines
                )
    edits.sort(key=lambda edit: edit.rank)
    del edits[MOST:]
    return [-edit.line if edit.is_added else edit.line for edit in edits]


def _holders(function: ast.FunctionDef) -> dict[int, int]:
    """For each line of a function the line at which its innermost statement begins."""
    found: dict[int, int] = {}
    for node in ast.walk(function):  # outer ones first
        if isinstance(node, ast.stmt) and node is not function:
            for line in range(node.lineno, (node.end_lineno or node.lineno) + 1):
                found[line] = node.lineno
    return found


def install(number: int) -> ModuleType:
    """The module with one edit."""
    edit = edits[number]
    undo = edit.change()
    try:
        pieces = [
            _compiled(statement)
            if statement.lineno <= edit.line <= (statement.end_lineno or 0)
            else piece
            for statement, piece in zip(tree.body, code, strict=True)
        ]
    finally:
        undo()
    return _module(pieces)


def original() -> ModuleType:
    """The module as it is."""
    return _module(code)


def describe(number: int) -> list[str]:
    """The lines that an edit takes away and puts there, in the manner of diff."""
    before = ast.unparse(tree).split("\n")
    undo = edits[number].change()
    after = ast.unparse(tree).split("\n")
    undo()
    return [line for line in difflib.ndiff(before, after) if line[0] in "-+"]


def _of_function(function: ast.FunctionDef) -> Iterator[Edit]:
    names, attributes = _names(function), _attributes()
    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "decorator_list", "type_params"):
                continue
            if isinstance(value, ast.expr):
                yield from of_expression(parent, field, None, value, names, attributes)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.expr):
                        yield from of_expression(parent, field, index, item, names, attributes)
                if value and isinstance(value[0], ast.stmt):
                    yield from of_block(parent, field, value, names, function)
        if isinstance(parent, ast.comprehension | ast.For):
            yield from of_loop(parent)


def _names(function: ast.FunctionDef) -> list[str]:
    """The names that the function reads or binds as values, parameters first."""
    arguments = [a.arg for a in [*function.args.args, *function.args.kwonlyargs]]
    stored = [
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    ]
    return list(dict.fromkeys([*arguments, *stored]))


def _attributes() -> list[str]:
    """The names of attributes that the module stores."""
    found = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys(found))[:8]
