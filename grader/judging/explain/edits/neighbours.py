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
from grader.judging.explain.edits.made import Edit, Known
from grader.judging.explain.edits.oversights import lines_giving, unused_values
from grader.judging.explain.edits.statements import of_block, of_loop
from grader.judging.explain.edits.surroundings import (
    Near,
    attributes,
    functions,
    functions_of_two,
    giving_names,
    holders,
    lines_making,
)

MOST = 2500  # edits that are kept

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
    """The code of one statement. Whoever makes an edit gives its parts their lines: to look for
    parts without takes longer than all else.
    """
    return compile(ast.Module([statement], []), f"{name}.py", "exec")


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


def collect(those: list[int], raised: list[int], given: list[int]) -> list[list[Any]]:
    """Make the edits of these lines, the likeliest first; the line of each, and what it does.

    Likelier than all others are those of the lines in which an exception was `raised`; then those
    of the lines that give the values of names there, and of those `given`.
    """
    edits.clear()
    lines, early = set(those), _with_conditions(raised)
    tiers: list[list[Edit]] = [[], [], []]
    for top in tree.body:
        scopes = [n for n in ast.walk(top) if isinstance(n, ast.FunctionDef)]
        for function in scopes:
            last = function.end_lineno or 0
            if any(function.lineno <= line <= last for line in lines):
                inner = holders(function)
                first = {inner[line] for line in early if line in inner}
                named = {inner[line] for line in given if line in inner}
                second = giving_names(function, first) | named
                for edit in _of_function(function, {x for x in inner if inner[x] in first | named}):
                    at = inner.get(edit.line)
                    if edit.line == function.lineno or at in lines:
                        tiers[0 if at in first else 1 if at in second else 2].append(edit)
    edits[:] = [edit for tier in tiers for edit in sorted(tier, key=_rank)][:MOST]
    return [[edit.line, edit.does] for edit in edits]


def _rank(edit: Edit) -> int:
    return edit.rank


def _with_conditions(raised: list[int]) -> list[int]:
    """These lines, and those of the conditions under which they raise."""
    conditions = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.If)
        if any(isinstance(inner, ast.Raise) and inner.lineno in raised for inner in node.body)
    ]
    return [*raised, *conditions]


def install(number: int) -> ModuleType:
    """The module with one edit."""
    undo = edits[number].change()
    try:
        pieces = _pieces(edits[number].line)
    finally:
        undo()
    return _module(pieces)


def _pieces(line: int) -> list[Any]:
    """The code of all statements; of the one with this line, which was edited, anew."""
    return [
        _compiled(statement) if statement.lineno <= line <= (statement.end_lineno or 0) else piece
        for statement, piece in zip(tree.body, code, strict=True)
    ]


def keep(number: int) -> None:
    """Make an edit for good: what follows is tried on top of it."""
    edits[number].change()
    code[:] = _pieces(edits[number].line)


def original() -> ModuleType:
    """The module as it is."""
    return _module(code)


def answers(
    numbers: list[int], function: str, args: list[Any], names: list[str], values: list[Any]
) -> list[Any]:
    """What the function answers with each of these edits: the result and its arguments then.

    Of one that raises it is the name of the exception. `names`, `values`: arguments by name.
    """
    found: list[Any] = []
    for number in numbers:
        held, by_name = copy.deepcopy((args, values))
        try:
            called = getattr(install(number), function)
            found.append([called(*held, **dict(zip(names, by_name, strict=True))), held])
        except Exception as error:
            found.append(type(error).__name__)
    return found


def unused() -> list[int]:
    """The lines that ran and compute what nothing uses."""
    return unused_values(tree, lines())


def giving(read: str, line: int) -> list[int]:
    """The lines that give a value to a name that is read in a line."""
    return lines_giving(tree, read, line)


def making(function: str, results: list[int]) -> list[int]:
    """The lines that have to do with these of a function's several results."""
    return lines_making(tree, function, results)


def describe(number: int) -> list[str]:
    """The lines that an edit takes away and puts there, in the manner of diff."""
    before = ast.unparse(tree).split("\n")
    undo = edits[number].change()
    after = ast.unparse(tree).split("\n")
    undo()
    return [line for line in difflib.ndiff(before, after) if line[0] in "-+"]


def _of_function(function: ast.FunctionDef, suspected: set[int]) -> Iterator[Edit]:
    near = Near(function)
    offered = attributes(tree), functions(tree), functions_of_two(tree)

    def known(line: int) -> Known:
        return Known(near.names(line), *offered, line in suspected)

    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "decorator_list", "type_params"):
                continue
            if isinstance(value, ast.expr):
                yield from of_expression(parent, field, None, value, known(value.lineno))
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.expr):
                        yield from of_expression(parent, field, index, item, known(item.lineno))
                if value and isinstance(value[0], ast.stmt):
                    yield from of_block(parent, field, value, near.names, function)
        if isinstance(parent, ast.comprehension | ast.For):
            yield from of_loop(parent)
