"""All one-edit neighbours of a module, made and tried in the guest; the host never imports this.

Sent as the module under test beside the submission's. `prepare` reads the submission's text, `mark`
gives a module that notes which lines run, `install` one with the edit of that number. An edit is
made in the syntax tree, compiled and taken back; the other statements are compiled once.
"""

from __future__ import annotations

import ast
import copy
import difflib
import sys
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

Undo = Callable[[], None]
MOST = 1500  # edits that are kept


class Edit:
    """A change of one place: how likely it is, its line, and how it is made."""

    def __init__(self, rank: int, node: ast.AST, change: Callable[[], Undo]) -> None:
        self.rank = rank
        self.line: int = getattr(node, "lineno", 0)
        self.change = change


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
    """Make the edits of these lines, the likeliest first; the line of each."""
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
    return [edit.line for edit in edits]


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


# -- the edits ----------------------------------------------------------------------------------


def _of_function(function: ast.FunctionDef) -> Iterator[Edit]:
    names = _names(function)
    for parent in ast.walk(function):
        for field, value in ast.iter_fields(parent):
            if field in ("annotation", "returns", "decorator_list", "type_params"):
                continue
            if isinstance(value, ast.expr):
                yield from _of_expression(parent, field, None, value, names)
            elif isinstance(value, list):
                for index, item in enumerate(value):
                    if isinstance(item, ast.expr):
                        yield from _of_expression(parent, field, index, item, names)
                if value and isinstance(value[0], ast.stmt):
                    yield from _of_block(parent, field, value, names, function)
        if isinstance(parent, ast.comprehension | ast.For):
            yield from _of_loop(parent)


def _names(function: ast.FunctionDef) -> list[str]:
    """The names that the function reads or binds as values, parameters first."""
    arguments = [a.arg for a in [*function.args.args, *function.args.kwonlyargs]]
    stored = [
        n.id for n in ast.walk(function) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    ]
    return list(dict.fromkeys([*arguments, *stored]))


def _replace(parent: ast.AST, field: str, index: int | None, new: ast.AST) -> Callable[[], Undo]:
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


_SWAPS: dict[type[ast.operator], list[type[ast.operator]]] = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add, ast.Div],
    ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
}
_COMPARES: dict[type[ast.cmpop], list[type[ast.cmpop]]] = {
    ast.Lt: [ast.LtE, ast.Gt, ast.NotEq],
    ast.LtE: [ast.Lt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt, ast.NotEq],
    ast.GtE: [ast.Gt, ast.LtE],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq, ast.Gt, ast.Lt],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
}


def _of_expression(
    parent: ast.AST, field: str, index: int | None, node: ast.expr, names: list[str]
) -> Iterator[Edit]:
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return

    def edit(rank: int, new: ast.AST) -> Edit:
        ast.copy_location(new, node)
        ast.fix_missing_locations(new)

        return Edit(rank, node, _replace(parent, field, index, new))

    def of(text: str, **parts: ast.expr) -> ast.expr:
        return _built(text, **parts)

    match node:
        case ast.BinOp(left=left, op=op, right=right):
            for other in _SWAPS.get(type(op), []):
                yield edit(1, ast.BinOp(left, other(), right))
            yield edit(2, left)
            yield edit(2, right)
            if not isinstance(op, ast.Add | ast.Mult) or isinstance(left, ast.List):
                yield edit(3, ast.BinOp(right, op, left))
            if isinstance(op, ast.Mult) and isinstance(left, ast.List) and len(left.elts) == 1:
                copied = left.elts[0]
                if not isinstance(copied, ast.List | ast.BinOp | ast.ListComp | ast.Constant):
                    copied = of("list(x)", x=copied)
                yield edit(1, of("[x for _ in range(n)]", x=copied, n=right))
            # A part of a sum or a product that stands in the wrong brackets.
            if isinstance(left, ast.BinOp):
                regrouped = ast.BinOp(left.left, left.op, ast.BinOp(left.right, op, right))
                yield edit(3, regrouped)
            if isinstance(right, ast.BinOp):
                yield edit(3, ast.BinOp(ast.BinOp(left, op, right.left), right.op, right.right))
        case ast.UnaryOp(operand=operand):
            yield edit(1, operand)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for compare in _COMPARES.get(type(op), []):
                yield edit(2, ast.Compare(left, [compare()], [right]))
            yield edit(5, ast.Constant(True))
            yield edit(5, ast.Constant(False))
        case ast.BoolOp(op=joined, values=values):
            other_op = ast.And() if isinstance(joined, ast.Or) else ast.Or()
            yield edit(3, ast.BoolOp(other_op, values))
            for position in range(len(values)):
                rest = values[:position] + values[position + 1 :]
                yield edit(3, rest[0] if len(rest) == 1 else ast.BoolOp(joined, rest))
        case ast.Constant(value=bool() as truth):
            yield edit(3, ast.Constant(not truth))
        case ast.Constant(value=int() | float() as number):
            for near in (number + 1, number - 1, 0, 1, -number, 2 * number):
                if near != number:
                    yield edit(2, ast.Constant(near))
            for known in names[:10]:
                yield edit(6, ast.Name(known, ast.Load()))
            yield edit(6, of("float('-inf')"))
        case ast.Name(id=own) if own in names:
            for known in names[:12]:
                if known != own:
                    yield edit(4, ast.Name(known, ast.Load()))
        case ast.Attribute(value=thing, attr=attribute):
            for known in _attributes():
                if known != attribute:
                    yield edit(5, ast.Attribute(thing, known, ast.Load()))
            yield edit(5, thing)
        case ast.Call(func=function, args=args, keywords=keywords):
            if len(args) == 1 and not keywords and not isinstance(args[0], ast.Starred):
                yield edit(3, args[0])
            if len(args) > 1:
                yield edit(3, ast.Call(function, [args[1], args[0], *args[2:]], keywords))
                yield edit(5, ast.Call(function, args[1:], keywords))
                yield edit(5, ast.Call(function, args[:-1], keywords))
            if isinstance(function, ast.Name) and function.id in _OTHERS:
                for known in _OTHERS[function.id]:
                    yield edit(4, ast.Call(ast.Name(known, ast.Load()), args, keywords))
            if isinstance(function, ast.Attribute) and not args:
                yield edit(5, function.value)
        case ast.Subscript(value=thing, slice=ast.Slice()):
            yield edit(2, thing)
        case ast.Subscript(value=ast.Subscript(value=matrix, slice=i), slice=j):
            inner = ast.Subscript(matrix, j, ast.Load())
            yield edit(3, ast.Subscript(inner, i, ast.Load()))
        case ast.IfExp(test=test, body=yes, orelse=no):
            yield edit(3, yes)
            yield edit(3, no)
            yield edit(3, ast.IfExp(test, no, yes))
        case ast.GeneratorExp(elt=item, generators=generators):
            yield edit(4, ast.ListComp(item, generators))
        case ast.Tuple(elts=items) if len(items) > 1:
            yield edit(3, ast.Tuple([items[1], items[0], *items[2:]], ast.Load()))
            yield edit(4, ast.List(items, ast.Load()))
        case ast.ListComp(elt=item, generators=[one, two]):
            nested = ast.ListComp(ast.ListComp(item, [two]), [one])
            yield edit(4, nested)
            yield edit(4, ast.ListComp(ast.ListComp(item, [one]), [two]))
        case ast.ListComp(elt=ast.ListComp(elt=item, generators=inner_loops), generators=outer):
            turned = ast.ListComp(ast.ListComp(item, outer), inner_loops)
            yield edit(3, turned)
    is_value = (isinstance(parent, ast.Return | ast.Assign | ast.AugAssign | ast.ListComp)) and (
        field in ("value", "elt")
    )
    is_part = is_value or isinstance(parent, ast.Call | ast.List | ast.Tuple | ast.BinOp)
    if is_part and not isinstance(node, ast.Starred | ast.Constant | ast.UnaryOp):
        yield edit(3 if is_value else 6, of("-x", x=node))
    if is_value:
        for known in names[:10]:
            other_name = ast.Name(known, ast.Load())
            yield edit(5, of("x * y", x=node, y=other_name))
            yield edit(5, of("x / y", x=node, y=other_name))
            yield edit(5, of("x / len(y)", x=node, y=other_name))
            yield edit(6, of("x * len(y)", x=node, y=other_name))
            yield edit(6, of("x + y", x=node, y=other_name))
            yield edit(6, of("x - y", x=node, y=other_name))
        for text in ("list(x)", "x[:]", "[list(row) for row in x]", "[x]", "x[0]", "[*x]"):
            yield edit(5, of(text, x=node))
        for text in ("1 - x", "2 * x", "x / 2", "x * x", "1 / x", "abs(x)", "float(x)"):
            yield edit(6, of(text, x=node))


_OTHERS = {"max": ["min"], "min": ["max"], "len": ["sum"], "sum": ["max", "len"]}


def _built(text: str, **parts: ast.expr) -> ast.expr:
    """An expression with other expressions in place of its names."""

    class Filler(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.AST:
            return parts.get(node.id, node)

    filled = Filler().visit(ast.parse(text, mode="eval").body)
    assert isinstance(filled, ast.expr)
    return filled


def _attributes() -> list[str]:
    """The names of attributes that the module stores."""
    found = [
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys(found))[:8]


def _of_loop(loop: ast.comprehension | ast.For) -> Iterator[Edit]:
    target = loop.target
    if isinstance(target, ast.Tuple) and len(target.elts) == 2:
        new = ast.Tuple([target.elts[1], target.elts[0]], ast.Store())
        ast.copy_location(new, target)
        yield Edit(
            3,
            target,
            _replace(loop, "target", None, new),
        )
    if isinstance(loop, ast.comprehension) and loop.ifs:

        def without() -> Undo:
            old, loop.ifs = loop.ifs, []
            return lambda: setattr(loop, "ifs", old)

        yield Edit(3, target, without)


def _of_block(
    parent: ast.AST,
    field: str,
    block: list[ast.stmt],
    names: list[str],
    function: ast.FunctionDef,
) -> Iterator[Edit]:
    """Edits of the statements of a block: away, elsewhere, another kind."""

    def put(rank: int, node: ast.stmt, new: list[ast.stmt]) -> Edit:
        for statement in new:
            ast.fix_missing_locations(statement)
        return Edit(rank, node, _replace(parent, field, None, new))  # type: ignore[arg-type]

    for at, statement in enumerate(block):
        before, after = block[:at], block[at + 1 :]
        match statement:
            case ast.AugAssign(target=target, op=op, value=value):
                for other in _SWAPS.get(type(op), []):
                    changed = ast.copy_location(ast.AugAssign(target, other(), value), statement)
                    yield put(
                        1,
                        statement,
                        [*before, changed, *after],
                    )
                plain = ast.copy_location(ast.Assign([target], value), statement)
                yield put(2, statement, [*before, plain, *after])
            case ast.Assign(targets=[target], value=value):
                for added in (ast.Add(), ast.Sub()):
                    if not isinstance(target, ast.Name | ast.Attribute | ast.Subscript):
                        continue
                    changed = ast.copy_location(ast.AugAssign(target, added, value), statement)
                    yield put(
                        2,
                        statement,
                        [*before, changed, *after],
                    )
                if isinstance(target, ast.Name):
                    whole = ast.Subscript(ast.Name(target.id, ast.Load()), ast.Slice(), ast.Store())
                    changed2 = ast.copy_location(ast.Assign([whole], value), statement)
                    yield put(
                        3,
                        statement,
                        [*before, changed2, *after],
                    )
            case ast.Assert(test=test):
                changed3 = _statement(
                    f"if not ({ast.unparse(test)}):\n    raise ValueError", statement
                )
                yield put(1, statement, [*before, changed3, *after])
            case ast.Raise(exc=ast.Call(func=ast.Name(id=error))) if error != "ValueError":
                changed4 = _statement("raise ValueError", statement)
                yield put(1, statement, [*before, changed4, *after])
            case ast.If(body=body, orelse=orelse):
                yield put(3, statement, [*before, *after])
                yield put(3, statement, [*before, *body, *after])
                if orelse:
                    yield put(3, statement, [*before, *orelse, *after])
            case ast.For(body=body) | ast.While(body=body):
                if len(body) > 1:
                    # The last statement of a loop after it, the first before it.
                    yield from _out_of_loop(put, statement, body, before, after)
        if after:
            swapped = [*before, after[0], statement, *after[1:]]
            yield put(4, statement, swapped)
        if len(block) > 1 and not isinstance(statement, ast.If | ast.Return | ast.For):
            yield put(4, statement, [*before, *after])
        if after and isinstance(after[0], ast.For | ast.While):
            loop = after[0]
            inside = copy.copy(loop)
            inside.body = [statement, *loop.body]
            yield put(2, statement, [*before, inside, *after[1:]])
        if before and isinstance(before[-1], ast.For | ast.While):
            loop = before[-1]
            inside = copy.copy(loop)
            inside.body = [*loop.body, statement]
            yield put(3, statement, [*before[:-1], inside, *after])
    if parent is function and field == "body":
        yield from _of_defaults(function, block, put)
        checks = _checks(function)
        for condition in checks:
            check = _statement(f"if {condition}:\n    raise ValueError", block[0])
            yield put(5, function, [check, *block])


def _out_of_loop(
    put: Callable[..., Edit],
    loop: Any,
    body: list[ast.stmt],
    before: list[ast.stmt],
    after: list[ast.stmt],
) -> Iterator[Edit]:
    shorter = copy.copy(loop)
    shorter.body = body[:-1]
    yield put(2, body[-1], [*before, shorter, body[-1], *after])
    begun = copy.copy(loop)
    begun.body = body[1:]
    yield put(3, body[0], [*before, body[0], begun, *after])


def _statement(text: str, like: ast.stmt) -> ast.stmt:
    [made] = ast.parse(text).body
    for node in ast.walk(made):
        ast.copy_location(node, like)
    return made


def _of_defaults(
    function: ast.FunctionDef, block: list[ast.stmt], put: Callable[..., Edit]
) -> Iterator[Edit]:
    arguments = function.args.args
    for argument, default in zip(
        arguments[len(arguments) - len(function.args.defaults) :],
        function.args.defaults,
        strict=True,
    ):
        if isinstance(default, ast.List | ast.Dict | ast.Set | ast.Call):
            anew = _statement(f"{argument.arg} = {ast.unparse(default)}", block[0])
            yield put(1, function, [anew, *block])


def _checks(function: ast.FunctionDef) -> list[str]:
    """Conditions under which arguments do not fit."""
    names = [a.arg for a in function.args.args if a.arg != "self"][:4]
    found = []
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            found += [f"len({one}) != len({other})", f"len({one}[0]) != len({other}[0])"]
            found += [f"len({one}[0]) != len({other})", f"len({one}) != len({other}[0])"]
            found.append(f"any(x < 0 or x >= len({one}[0]) for x in {other})")
    return found + [f"{one} < 1" for one in names]
