"""Edits of one expression: an operator, an operand, a name, an index, a factor, a copy."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain

from grader.judging.explain.edits.made import SWAPS, Edit, Known, Undo, built, replaced

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


Made = ast.AST | Callable[[], ast.AST]  # what takes an expression's place, or how it is made


def of_expression(
    parent: ast.AST,
    field: str,
    index: int | None,
    node: ast.expr,
    known: Known,
) -> Iterator[Edit]:
    """The edits of one expression, with what may take its place or stand beside it."""
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return

    def edit(rank: int, new: Made) -> Edit:
        def change() -> Undo:  # made only when it is tried: hardly any edit ever is
            made = new if isinstance(new, ast.AST) else new()
            ast.copy_location(made, node)
            ast.fix_missing_locations(made)
            return replaced(parent, field, index, made)()

        return Edit(rank, node, change)

    for rank, new in chain(_by_kind(node, known), _by_place(parent, field, node, known)):
        yield edit(rank, new)


def _of(text: str, **parts: ast.expr) -> Callable[[], ast.expr]:
    return partial(built, text, **parts)


def _by_kind(node: ast.expr, known: Known) -> Iterator[tuple[int, Made]]:
    """What may be meant by an expression of this kind, wherever it stands, each with its rank."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            for other in SWAPS.get(type(op), []):
                yield 1, ast.BinOp(left, other(), right)
            yield 2, left
            yield 2, right
            if isinstance(op, ast.Mult) and isinstance(right, ast.Constant):
                yield 2, ast.BinOp(left, ast.Pow(), right)
            if not isinstance(op, ast.Add | ast.Mult) or isinstance(left, ast.List):
                yield 3, ast.BinOp(right, op, left)
            if isinstance(op, ast.Mult) and isinstance(left, ast.List) and len(left.elts) == 1:
                copied = left.elts[0]
                if not isinstance(copied, ast.List | ast.BinOp | ast.ListComp | ast.Constant):
                    copied = built("list(x)", x=copied)
                yield 1, _of("[x for _ in range(n)]", x=copied, n=right)
            # A part of a sum or a product that stands in the wrong brackets.
            if isinstance(left, ast.BinOp):
                regrouped = ast.BinOp(left.left, left.op, ast.BinOp(left.right, op, right))
                yield 3, regrouped
            if isinstance(right, ast.BinOp):
                yield 3, ast.BinOp(ast.BinOp(left, op, right.left), right.op, right.right)
        case ast.UnaryOp(operand=operand):
            yield 1, operand
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for compare in _COMPARES.get(type(op), []):
                yield 2, ast.Compare(left, [compare()], [right])
            yield 5, ast.Constant(True)
            yield 5, ast.Constant(False)
        case ast.BoolOp(op=joined, values=values):
            other_op = ast.And() if isinstance(joined, ast.Or) else ast.Or()
            yield 3, ast.BoolOp(other_op, values)
            for position in range(len(values)):
                rest = values[:position] + values[position + 1 :]
                yield 3, rest[0] if len(rest) == 1 else ast.BoolOp(joined, rest)
        case ast.Constant(value=bool() as truth):
            yield 3, ast.Constant(not truth)
        case ast.Constant(value=int() | float() as number):
            for near in (number + 1, number - 1, 0, 1, -number, 2 * number):
                if near != number:
                    yield 2, ast.Constant(near)
            for name in known.near(10):
                yield 6, ast.Name(name, ast.Load())
            for name in known.near(NEAR):
                yield 6, _of("y + x", x=node, y=ast.Name(name, ast.Load()))
            yield 6, _of("float('-inf')")
        case ast.Name(id=own) if own in known.names:
            for name in known.near(12):
                if name != own:
                    yield 4, ast.Name(name, ast.Load())
        case ast.Attribute(value=thing, attr=attribute):
            for name in known.attributes:
                if name != attribute:
                    yield 5, ast.Attribute(thing, name, ast.Load())
            yield 5, thing
        case ast.Call(func=function, args=args, keywords=keywords):
            if len(args) == 1 and not keywords and not isinstance(args[0], ast.Starred):
                yield 3, args[0]
            if 1 < len(args) < 4 and not any(isinstance(arg, ast.Starred) for arg in args):
                for arg in args:
                    yield 4, arg
            if len(args) > 1:
                yield 3, ast.Call(function, [args[1], args[0], *args[2:]], keywords)
                yield 5, ast.Call(function, args[1:], keywords)
                yield 5, ast.Call(function, args[:-1], keywords)
            if 0 < len(args) < 4 and not any(isinstance(arg, ast.Starred) for arg in args):
                for name in known.near(NEAR):
                    yield 6, ast.Call(function, [*args, ast.Name(name, ast.Load())], keywords)
            if isinstance(function, ast.Name) and function.id in _OTHERS:
                for name in _OTHERS[function.id]:
                    yield 4, ast.Call(ast.Name(name, ast.Load()), args, keywords)
                if function.id in ("max", "min") and len(args) == 1:
                    yield 4, ast.Call(function, [*args, ast.Constant(0.0)], keywords)
            if isinstance(function, ast.Attribute) and not args:
                yield 5, function.value
        case ast.Subscript(value=thing, slice=ast.Slice()):
            yield 2, thing
        case ast.Subscript(value=ast.Subscript(value=matrix, slice=i), slice=j):
            inner = ast.Subscript(matrix, j, ast.Load())
            yield 3, ast.Subscript(inner, i, ast.Load())
        case ast.IfExp(test=test, body=yes, orelse=no):
            yield 3, yes
            yield 3, no
            yield 3, ast.IfExp(test, no, yes)
        case ast.GeneratorExp(elt=item, generators=generators):
            yield 4, ast.ListComp(item, generators)
        case ast.Tuple(elts=items) if len(items) > 1:
            yield 3, ast.Tuple([items[1], items[0], *items[2:]], ast.Load())
            yield 4, ast.List(items, ast.Load())
        case ast.ListComp(elt=item, generators=[one, two]):
            nested = ast.ListComp(ast.ListComp(item, [two]), [one])
            yield 4, nested
            yield 4, ast.ListComp(ast.ListComp(item, [one]), [two])
        case ast.ListComp(elt=ast.ListComp(elt=item, generators=inner_loops), generators=outer):
            turned = ast.ListComp(ast.ListComp(item, outer), inner_loops)
            yield 3, turned


def _by_place(
    parent: ast.AST, field: str, node: ast.expr, known: Known
) -> Iterator[tuple[int, Made]]:
    """What may be missing around an expression that stands here, each with its rank."""
    near = [ast.Name(name, ast.Load()) for name in known.near(NEAR)]
    is_named = isinstance(node, ast.Name | ast.Subscript)
    if is_named and isinstance(parent, ast.Compare | ast.IfExp | ast.Tuple):
        yield 4, _of("len(x)", x=node)
    if field == "test":
        for text in ("isinstance(x, list)", "not x", "x is None", "x is not None"):
            yield 5, _of(text, x=node)
    if field in ("test", "values"):  # the whole condition, or a part of it
        for other in near if known.suspected else ():
            yield 6, _of("x % y", x=node, y=other)
            yield 6, _of("x != y", x=node, y=other)
            yield 6, _of("x != len(y)", x=node, y=other)
    if field == "iter":
        yield 3, _of("range(x)", x=node)
        for text in ("range(len(x))", "enumerate(x)", "reversed(x)"):
            yield 5, _of(text, x=node)
        for other in near:
            yield 6, _of("zip(x, y)", x=node, y=other)
            yield 6, _of("zip(y, x)", x=node, y=other)
    if isinstance(node, ast.Subscript | ast.Call):
        for other in near:
            yield 6, other
    if isinstance(parent, ast.BinOp) and isinstance(parent.op, ast.Add | ast.Sub):
        for other in near:
            for text in ("x * y", "x / y"):
                yield 6, _of(text, x=node, y=other)
    if field == "left" and not isinstance(node, ast.Constant):
        for other in near if _is_product(parent) else ():
            yield 6, _of("y - x", x=node, y=other)
    of_whole = ast.Return | ast.Assign | ast.AugAssign | ast.ListComp | ast.GeneratorExp
    is_value = isinstance(parent, of_whole) and field in ("value", "elt")
    is_part = is_value or isinstance(parent, ast.Call | ast.List | ast.Tuple | ast.BinOp)
    if is_part and not isinstance(node, ast.Starred | ast.Constant | ast.UnaryOp):
        yield (3 if is_value else 6), _of("-x", x=node)
    if is_part or field == "iter":
        for function in known.of_two:
            for other in near:
                yield 5, _of(f"{function}(x, y)", x=node, y=other)
                yield 5, _of(f"{function}(y, x)", x=node, y=other)
    if is_part and not is_value and isinstance(node, ast.BinOp | ast.Name):
        yield 6, _of("1 - x", x=node)
    if is_part or isinstance(parent, ast.Compare):
        if isinstance(node, ast.Name | ast.BinOp | ast.Subscript | ast.Call):
            for function in known.functions:
                yield 5, _of(f"{function}(x)", x=node)
        if is_value or isinstance(node, ast.Call | ast.GeneratorExp | ast.ListComp):
            for function in ("sum", "list", "len", "tuple"):
                yield 5, _of(f"{function}(x)", x=node)
        for function in ("max", "min", "range", "float", "sorted") if known.suspected else ():
            yield 6, _of(f"{function}(x)", x=node)
    if isinstance(parent, ast.AugAssign) and is_value:
        # Of a running sum a factor is easily forgotten, one that is not in it yet.
        used = {part.id for part in ast.walk(parent) if isinstance(part, ast.Name)}
        for name in [name for name in known.names if name not in used][:NEAR]:
            yield 2, _of("x * y", x=node, y=ast.Name(name, ast.Load()))
    if is_value:
        for other in (ast.Name(name, ast.Load()) for name in known.near(10)):
            yield 5, _of("x * y", x=node, y=other)
            yield 5, _of("x / y", x=node, y=other)
            yield 5, _of("x / len(y)", x=node, y=other)
            yield 6, _of("x * len(y)", x=node, y=other)
            yield 6, _of("x + y", x=node, y=other)
            yield 6, _of("x - y", x=node, y=other)
        for text in ("list(x)", "x[:]", "[list(row) for row in x]", "[x]", "x[0]", "[*x]"):
            yield 5, _of(text, x=node)
        for text in ("1 - x", "2 * x", "x / 2", "x * x", "1 / x", "abs(x)", "float(x)"):
            yield 6, _of(text, x=node)


def _is_product(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult | ast.Div)


_OTHERS = {
    "max": ["min"],
    "min": ["max"],
    "len": ["sum"],
    "sum": ["max", "len"],
    "reversed": ["range", "enumerate"],
}
