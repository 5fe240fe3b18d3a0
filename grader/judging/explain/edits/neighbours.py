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
from collections import Counter
from collections.abc import Iterator
from types import ModuleType
from typing import Any

from grader.judging.explain.edits.expressions import of_expression
from grader.judging.explain.edits.made import Edit, Known
from grader.judging.explain.edits.oversights import lines_giving, unused_values
from grader.judging.explain.edits.statements import of_block, of_loop

MOST = 2500  # edits that are kept
NEAREST = 6  # names that are tried before parameters
CALLED = 5  # functions that are tried around a value

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


def collect(those: list[int], raised: list[int]) -> list[list[Any]]:
    """Make the edits of these lines, the likeliest first; the line of each, and what it does.

    Likelier than all others are those of the lines in which an exception was `raised`.
    """
    edits.clear()
    lines, early = set(those), _with_conditions(raised)
    first: list[Edit] = []
    for top in tree.body:
        scopes = [n for n in ast.walk(top) if isinstance(n, ast.FunctionDef)]
        for function in scopes:
            last = function.end_lineno or 0
            if any(function.lineno <= line <= last for line in lines):
                holders = _holders(function)
                raising = {holders.get(line) for line in early} - {None}
                for edit in _of_function(function, early):
                    at = holders.get(edit.line)
                    if edit.line == function.lineno or at in lines:
                        (first if at in raising else edits).append(edit)
    edits[:] = [*sorted(first, key=_rank), *sorted(edits, key=_rank)][:MOST]
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


def describe(number: int) -> list[str]:
    """The lines that an edit takes away and puts there, in the manner of diff."""
    before = ast.unparse(tree).split("\n")
    undo = edits[number].change()
    after = ast.unparse(tree).split("\n")
    undo()
    return [line for line in difflib.ndiff(before, after) if line[0] in "-+"]


def _of_function(function: ast.FunctionDef, raised: list[int]) -> Iterator[Edit]:
    near, attributes, functions = _Near(function), _attributes(), _functions()

    def known(line: int) -> Known:
        return Known(near.names(line), attributes, functions, line in raised)

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


class _Near:
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


def _attributes() -> list[str]:
    """The names of attributes that the module stores."""
    found = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys(found))[:8]


def _functions() -> list[str]:
    """The functions that take one argument: those that the module calls most, and all its own.

    What it imports and does not use comes first.
    """
    read = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    imported = [
        alias.asname or alias.name
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
    ]
    unused = [name for name in imported if name not in read and name.isidentifier()]
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
    return list(dict.fromkeys([*unused, *common, *own]))


_NO_VALUE = {"range", "enumerate", "print", "ValueError", "TypeError"}
