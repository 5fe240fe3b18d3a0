"""Edits of one expression: an operator, an operand, a name, an index, a factor, a copy."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial

from grader.judging.explain.edits.made import SWAPS, Edit, Undo, built, replaced

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
NEAR = 6  # names, the nearest, that are tried in many a place


def of_expression(
    parent: ast.AST,
    field: str,
    index: int | None,
    node: ast.expr,
    names: list[str],
    attributes: list[str],
) -> Iterator[Edit]:
    """The edits of one expression, with the names and the attributes that may take its place."""
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return

    def edit(rank: int, new: ast.AST | Callable[[], ast.AST]) -> Edit:
        def change() -> Undo:  # made only when it is tried: hardly any edit ever is
            made = new if isinstance(new, ast.AST) else new()
            ast.copy_location(made, node)
            ast.fix_missing_locations(made)
            return replaced(parent, field, index, made)()

        return Edit(rank, node, change)

    def of(text: str, **parts: ast.expr) -> Callable[[], ast.expr]:
        return partial(built, text, **parts)

    match node:
        case ast.BinOp(left=left, op=op, right=right):
            for other in SWAPS.get(type(op), []):
                yield edit(1, ast.BinOp(left, other(), right))
            yield edit(2, left)
            yield edit(2, right)
            if not isinstance(op, ast.Add | ast.Mult) or isinstance(left, ast.List):
                yield edit(3, ast.BinOp(right, op, left))
            if isinstance(op, ast.Mult) and isinstance(left, ast.List) and len(left.elts) == 1:
                copied = left.elts[0]
                if not isinstance(copied, ast.List | ast.BinOp | ast.ListComp | ast.Constant):
                    copied = built("list(x)", x=copied)
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
            for known in names[:16]:
                if known != own:
                    yield edit(4, ast.Name(known, ast.Load()))
        case ast.Attribute(value=thing, attr=attribute):
            for known in attributes:
                if known != attribute:
                    yield edit(5, ast.Attribute(thing, known, ast.Load()))
            yield edit(5, thing)
        case ast.Call(func=function, args=args, keywords=keywords):
            if len(args) == 1 and not keywords and not isinstance(args[0], ast.Starred):
                yield edit(3, args[0])
            if 1 < len(args) < 4 and not any(isinstance(arg, ast.Starred) for arg in args):
                for arg in args:
                    yield edit(4, arg)
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
    if isinstance(node, ast.Subscript | ast.Call):
        for known in names[:NEAR]:
            yield edit(6, ast.Name(known, ast.Load()))
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub):
        for known in names[:NEAR]:
            for text in ("x * y", "x / y"):
                yield edit(6, of(text, x=node, y=ast.Name(known, ast.Load())))
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
