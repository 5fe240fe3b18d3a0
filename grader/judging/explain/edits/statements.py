"""Edits of a statement or a loop: away, elsewhere, of another kind, a check or a copy before it."""

from __future__ import annotations

import ast
import copy
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from grader.judging.explain.edits.made import (
    ADDED,
    CHANGED,
    MOVED,
    SWAPS,
    Edit,
    Undo,
    replaced,
    statement_of,
)

RENAMED = 16  # names that are tried in place of one that a statement reads twice


def of_loop(loop: ast.comprehension | ast.For) -> Iterator[Edit]:
    """Two loop variables exchanged, or a condition of a comprehension away."""
    target = loop.target
    if isinstance(target, ast.Tuple) and len(target.elts) == 2:
        new = ast.Tuple([target.elts[1], target.elts[0]], ast.Store())
        ast.copy_location(new, target)
        yield Edit(
            3,
            target,
            replaced(loop, "target", None, new),
        )
    if isinstance(loop, ast.comprehension) and loop.ifs:

        def without() -> Undo:
            old, loop.ifs = loop.ifs, []
            return lambda: setattr(loop, "ifs", old)

        yield Edit(3, target, without)


def of_block(
    parent: ast.AST,
    field: str,
    block: list[ast.stmt],
    names: Callable[[int], list[str]],
    function: ast.FunctionDef,
) -> Iterator[Edit]:
    """Edits of the statements of a block: away, elsewhere, another kind, of other names.

    `names` are those next to a line.
    """

    def put(rank: int, node: ast.stmt, new: list[ast.stmt], does: str = CHANGED) -> Edit:
        def change() -> Undo:
            for statement in new:
                ast.fix_missing_locations(statement)
            return replaced(parent, field, None, new)()  # type: ignore[arg-type]

        return Edit(rank, node, change, does)

    for at, statement in enumerate(block):
        before, after = block[:at], block[at + 1 :]
        if isinstance(statement, ast.Assign | ast.AugAssign | ast.Return | ast.Expr):
            for old, new in _renamings(statement, names(statement.lineno)):
                renamed = partial(_renamed, statement, old, new)
                yield Edit(5, statement, partial(_put, parent, field, before, renamed, after))
        match statement:
            case ast.AugAssign(target=target, op=op, value=value):
                for other in SWAPS.get(type(op), []):
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
                changed3 = statement_of(
                    f"if not ({ast.unparse(test)}):\n    raise ValueError", statement
                )
                yield put(1, statement, [*before, changed3, *after])
            case ast.Raise(exc=ast.Call(func=ast.Name(id=error))) if error != "ValueError":
                changed4 = statement_of("raise ValueError", statement)
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
            is_compound = hasattr(statement, "body")
            yield put(4, after[0] if is_compound else statement, swapped, MOVED)
        if len(block) > 1 and not isinstance(statement, ast.If | ast.Return | ast.For):
            yield put(4, statement, [*before, *after])
        if after and isinstance(after[0], ast.For | ast.While):
            loop = after[0]
            inside = copy.copy(loop)
            inside.body = [statement, *loop.body]
            yield put(2, statement, [*before, inside, *after[1:]], MOVED)
        if before and isinstance(before[-1], ast.For | ast.While):
            loop = before[-1]
            inside = copy.copy(loop)
            inside.body = [*loop.body, statement]
            yield put(3, statement, [*before[:-1], inside, *after], MOVED)
    if parent is function and field == "body":
        yield from _of_defaults(function, block, put)
        checks = _checks(function)
        for condition in checks:
            check = partial(_checked, parent, field, block, condition)
            yield Edit(5, function, check, ADDED)


def _renamings(statement: ast.stmt, names: list[str]) -> Iterator[tuple[str, str]]:
    """Names that a statement reads more than once, each with others for all of its places."""
    read = Counter(
        node.id
        for node in ast.walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)
    )
    for old in names:
        if read[old] > 1:
            yield from ((old, new) for new in names[:RENAMED] if new != old)


def _renamed(statement: ast.stmt, old: str, new: str) -> ast.stmt:
    made = copy.deepcopy(statement)
    for node in ast.walk(made):
        if isinstance(node, ast.Name) and node.id == old and isinstance(node.ctx, ast.Load):
            node.id = new
    return made


def _put(
    parent: ast.AST,
    field: str,
    before: list[ast.stmt],
    make: Callable[[], ast.stmt],
    after: list[ast.stmt],
) -> Undo:
    return replaced(parent, field, None, [*before, make(), *after])()  # type: ignore[arg-type]


def _checked(parent: ast.AST, field: str, block: list[ast.stmt], condition: str) -> Undo:
    check = statement_of(f"if {condition}:\n    raise ValueError", block[0])
    return replaced(parent, field, None, [check, *block])()  # type: ignore[arg-type]


def _out_of_loop(
    put: Callable[..., Edit],
    loop: Any,
    body: list[ast.stmt],
    before: list[ast.stmt],
    after: list[ast.stmt],
) -> Iterator[Edit]:
    shorter = copy.copy(loop)
    shorter.body = body[:-1]
    yield put(2, body[-1], [*before, shorter, body[-1], *after], MOVED)
    begun = copy.copy(loop)
    begun.body = body[1:]
    yield put(3, body[0], [*before, body[0], begun, *after], MOVED)


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
            anew = statement_of(f"{argument.arg} = {ast.unparse(default)}", block[0])
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
