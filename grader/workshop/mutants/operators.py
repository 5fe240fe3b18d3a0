"""The one-edit mutants of a module: each is its text with one place changed.

An edit is found in the syntax tree and made in the text, so that a mutant differs from the module
in the lines that it says. Annotations, docstrings and what lies outside of functions stay.
"""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass

Edit = tuple[ast.AST, str]  # a node, and the text in its place

_ARITHMETIC: dict[type[ast.operator], tuple[str, ...]] = {
    ast.Add: ("-",),
    ast.Sub: ("+",),
    ast.Mult: ("/", "+"),
    ast.Div: ("*", "//"),
    ast.FloorDiv: ("/",),
    ast.Mod: ("//",),
    ast.Pow: ("*",),
}
_COMPARISONS: dict[type[ast.cmpop], tuple[str, ...]] = {
    ast.Lt: ("<=", ">="),
    ast.LtE: ("<", ">"),
    ast.Gt: (">=", "<="),
    ast.GtE: (">", "<"),
    ast.Eq: ("!=",),
    ast.NotEq: ("==", "<", ">"),
    ast.Is: ("is not",),
    ast.IsNot: ("is",),
    ast.In: ("not in",),
    ast.NotIn: ("in",),
}
_CALLS = {"max": "min", "min": "max", "sum": "len", "any": "all", "all": "any", "range": "reversed"}
NAMES = 2  # other names that are tried in place of one


@dataclass(frozen=True)
class Mutant:
    """A module with one edit: the line where it begins, and the lines taken out and put in."""

    line: int
    before: str
    after: str
    source: str


def of(source: str) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines; none twice, none equal in its syntax."""
    tree = ast.parse(source)
    seen = {ast.dump(tree)}
    found = []
    for function in _functions(tree):
        for node, text in [*_in_expressions(function), *_in_blocks(function, source)]:
            mutant = _made(source, node, text)
            try:
                dump = ast.dump(ast.parse(mutant.source))
            except SyntaxError:
                continue
            if dump not in seen:
                seen.add(dump)
                found.append(mutant)
    return sorted(found, key=lambda mutant: (mutant.line, mutant.after))


def _functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (item for item in node.body if isinstance(item, ast.FunctionDef))


def _made(source: str, node: ast.AST, text: str) -> Mutant:
    """The module with `text` in place of a node; columns of the syntax tree count bytes."""
    first, last = node.lineno, node.end_lineno or node.lineno  # type: ignore[attr-defined]
    lines = source.split("\n")
    head = lines[first - 1].encode()[: node.col_offset].decode()  # type: ignore[attr-defined]
    tail = lines[last - 1].encode()[node.end_col_offset :].decode()  # type: ignore[attr-defined]
    new = (head + text + tail).split("\n")
    before, after = lines[first - 1 : last], [line for line in new if line.strip()]
    changed = "\n".join([*lines[: first - 1], *after, *lines[last:]])
    return Mutant(first, "\n".join(before), "\n".join(after), changed)


def _text(node: ast.AST) -> str:
    """The text of an expression, in brackets where its neighbours could tear it apart."""
    text = ast.unparse(node)
    loose = ast.BinOp | ast.Compare | ast.BoolOp | ast.IfExp | ast.UnaryOp | ast.GeneratorExp
    return f"({text})" if isinstance(node, loose) and not text.startswith("(") else text


def _in_expressions(function: ast.FunctionDef) -> Iterator[Edit]:
    names = _names(function)
    for node in _walk(function):
        if isinstance(node, ast.comprehension):
            yield from ((test, "True") for test in node.ifs)
        elif isinstance(node, ast.Return) and node.value is not None:
            if not isinstance(node.value, ast.Tuple):
                yield node.value, f"-{_text(node.value)}"
        elif isinstance(node, ast.expr) and isinstance(getattr(node, "ctx", _LOAD), ast.Load):
            yield from ((node, text) for text in _replacements(node, names))


_LOAD = ast.Load()


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a function without docstrings, annotations and decorators."""
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "exc"):
            continue  # "exc": what an error says is nobody's affair
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not _says_nothing(child):
                yield child
                yield from _walk(child)


def _says_nothing(node: ast.AST) -> bool:
    """Whether it is a docstring, or prints."""
    if not isinstance(node, ast.Expr):
        return False
    called = node.value.func if isinstance(node.value, ast.Call) else None
    return isinstance(node.value, ast.Constant) or (
        isinstance(called, ast.Name) and called.id in ("print", "log")
    )


def _names(function: ast.FunctionDef) -> list[str]:
    """The names that a function binds, in their order."""
    bound = [a.arg for a in [*function.args.args, *function.args.kwonlyargs]]
    bound += [
        node.id
        for node in ast.walk(function)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return list(dict.fromkeys(bound))


def _replacements(node: ast.expr, names: list[str]) -> Iterator[str]:
    """What else could stand in place of an expression."""
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            one, other = _text(left), _text(right)
            yield from (f"({one} {sign} {other})" for sign in _ARITHMETIC.get(type(op), ()))
            yield from (one, other)
            if isinstance(op, ast.Sub | ast.Div | ast.FloorDiv | ast.Mod | ast.Pow):
                yield f"({other} {_SIGNS[type(op)]} {one})"
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            for sign in _COMPARISONS.get(type(op), ()):
                yield f"({_text(left)} {sign} {_text(right)})"
        case ast.BoolOp(op=op, values=values):
            word = " or " if isinstance(op, ast.And) else " and "
            yield f"({word.join(map(_text, values))})"
            yield from map(_text, values)
        case ast.UnaryOp(operand=operand):
            yield _text(operand)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield from (_text(body), _text(orelse))
            yield f"({_text(orelse)} if {_text(test)} else {_text(body)})"
        case ast.Constant(value=bool() as value):
            yield str(not value)
        case ast.Constant(value=int() | float() as value):
            yield from (repr(value + 1), f"({value - 1!r})")
        case ast.Name(id=name) if name in names:
            others = [other for other in names if other != name]
            near = names.index(name)
            others.sort(key=lambda other: abs(names.index(other) - near))
            yield from others[:NAMES]
        case ast.Call(func=function, args=args, keywords=keywords):
            yield from _calls(function, args, keywords)
        case ast.Subscript(value=value, slice=ast.Slice(lower=lower, upper=upper)):
            yield _text(value)
            if lower and upper:
                yield f"{_text(value)}[{_text(lower)}:]"
                yield f"{_text(value)}[:{_text(upper)}]"
        case ast.Tuple(elts=[first, second, *rest]):
            yield f"({', '.join(ast.unparse(x) for x in [second, first, *rest])})"
        case ast.ListComp(elt=elt, generators=[ast.comprehension(ifs=[])]):
            yield f"[{_text(elt)}]" if not _uses(elt) else f"{ast.unparse(node)}[::-1]"


_SIGNS: dict[type[ast.operator], str] = {
    ast.Sub: "-",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}


def _uses(node: ast.AST) -> bool:
    return any(isinstance(inner, ast.Name) for inner in ast.walk(node))


def _calls(function: ast.expr, args: list[ast.expr], keywords: list[ast.keyword]) -> Iterator[str]:
    called = ast.unparse(function)
    given = [ast.unparse(argument) for argument in args]
    named = [ast.unparse(keyword) for keyword in keywords]
    if called in _CALLS:
        yield f"{_CALLS[called]}({', '.join([*given, *named])})"
    if given and not given[0].startswith("*"):
        yield f"({given[0]})"
    if len(given) > 1:
        yield f"{called}({', '.join([given[1], given[0], *given[2:], *named])})"
        yield f"{called}({', '.join([*given[:-1], *named])})"
    if named:
        yield f"{called}({', '.join([*given, *named[:-1]])})"


def _in_blocks(function: ast.FunctionDef, source: str) -> Iterator[Edit]:
    """Statements that are missing, changed, exchanged, or on the other side of a loop's end."""
    lines = source.split("\n")
    for node in [function, *_walk(function)]:
        for field in ("body", "orelse"):
            block = getattr(node, field, None)
            if not isinstance(block, list) or not all(isinstance(s, ast.stmt) for s in block):
                continue
            for place, statement in enumerate(block):
                if _says_nothing(statement):
                    continue
                yield from _of_statement(statement, lines)
                if place + 1 < len(block) and not _says_nothing(block[place + 1]):
                    yield from _of_neighbours(statement, block[place + 1], lines)


def _of_statement(statement: ast.stmt, lines: list[str]) -> Iterator[Edit]:
    if not isinstance(statement, ast.Return | ast.FunctionDef | ast.Raise):
        yield statement, "pass"
    match statement:
        case ast.AugAssign(target=target, op=op, value=value):
            yield statement, f"{ast.unparse(target)} = {ast.unparse(value)}"
            for sign in _ARITHMETIC.get(type(op), ()):
                yield statement, f"{ast.unparse(target)} {sign}= {ast.unparse(value)}"
        case ast.Assign(targets=[ast.Subscript() as target], value=value):
            yield statement, f"{ast.unparse(target)} += {ast.unparse(value)}"
        case ast.Assign(targets=[ast.Attribute() as target], value=value):
            yield statement, f"{ast.unparse(target)} += {ast.unparse(value)}"
        case ast.If(body=body):
            yield statement, _outdented(body, statement.col_offset, lines)
        case ast.For(body=body) | ast.While(body=body):
            yield statement, _whole(statement, lines) + _pad(statement, "    ") + "break"
            if len(body) > 1:
                last = body[-1]
                kept = lines[statement.lineno - 1 : last.lineno - 1]
                moved = _outdented([last], statement.col_offset, lines)
                yield statement, "\n".join(kept).strip() + _pad(statement, "") + moved


def _of_neighbours(one: ast.stmt, other: ast.stmt, lines: list[str]) -> Iterator[Edit]:
    """Two statements that follow each other: exchanged, or one inside the loop of the other."""
    both = ast.Pass(
        lineno=one.lineno,
        col_offset=one.col_offset,
        end_lineno=other.end_lineno,
        end_col_offset=other.end_col_offset,
    )
    if not isinstance(one, ast.Return | ast.Raise):
        yield both, _whole(other, lines) + _pad(one, "") + _whole(one, lines)
    if isinstance(one, ast.For | ast.While):
        inside = textwrap.indent(_block([other], lines), " " * (one.col_offset + 4))
        yield both, f"{_whole(one, lines)}\n{inside}"


def _whole(statement: ast.stmt, lines: list[str]) -> str:
    text = "\n".join(lines[statement.lineno - 1 : statement.end_lineno])
    return text.encode()[statement.col_offset :].decode()


def _pad(statement: ast.stmt, more: str) -> str:
    return "\n" + " " * statement.col_offset + more


def _block(body: list[ast.stmt], lines: list[str]) -> str:
    return textwrap.dedent("\n".join(lines[body[0].lineno - 1 : body[-1].end_lineno]))


def _outdented(body: list[ast.stmt], column: int, lines: list[str]) -> str:
    return textwrap.indent(_block(body, lines), " " * column).lstrip()
