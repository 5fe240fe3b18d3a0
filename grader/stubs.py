"""Makes an exercise's stub from its reference solution, and recognises a stub.

A stub keeps the reference's module docstring, type aliases, constants of types, signatures and
docstrings; bodies, private helpers, comments and imports go. So the two can never drift apart.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache

from grader.curriculum import Exercise

_BODY = "raise NotImplementedError"
_KEPT_MODULES = {"__future__", "typing", "collections.abc"}

MAX_STUB = 32_000  # characters: the longest stub has a fifth of it
_RAISE = re.compile(r"raise NotImplementedError(\(.*\))?")
# What a stub has beside its functions: imports, classes, aliases of types.
_HARMLESS = re.compile(r"(import|from|class|pass|@)\b|[A-Z]\w* *[:=]")
_QUOTES = re.compile(r"""[rR]?(\"{3}|\'{3}|"|')""")


def make(reference: str) -> str:
    """The source of the stub for the source of a reference."""
    lines = reference.splitlines()
    text, previous = "", ""
    for node in ast.parse(reference).body:
        block = _block(node, lines)
        if block is None:
            continue
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            text += "\n\n"
        elif text and not ("\n" not in block and type(node).__name__ == previous):
            text += "\n"
        text += block + "\n"
        previous = type(node).__name__
    return text


def _block(node: ast.stmt, lines: list[str]) -> str | None:
    """The stub's text for one top-level statement, or None if the stub leaves it out."""
    match node:
        case ast.Expr(value=ast.Constant(value=str())):
            return _text(node, lines)
        case ast.ImportFrom(module=str(module)) if module in _KEPT_MODULES:
            return _text(node, lines)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return _text(node, lines) if name[:1].isupper() and not name.isupper() else None
        case ast.FunctionDef(name=name) if not name.startswith("_"):
            return _function(node, lines)
        case ast.ClassDef(name=name) if not name.startswith("_"):
            return _class(node, lines)
    return None


def _text(node: ast.stmt, lines: list[str]) -> str:
    return "\n".join(lines[node.lineno - 1 : node.end_lineno])


def _head(node: ast.FunctionDef | ast.ClassDef, lines: list[str]) -> str:
    """Decorators, the `def` or `class` lines and the docstring."""
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)]) - 1
    if ast.get_docstring(node) is not None:
        return "\n".join(lines[first : node.body[0].end_lineno])
    head = lines[first : node.body[0].lineno - 1]
    while not head[-1].strip() or head[-1].lstrip().startswith(("#", "@")):
        head.pop()
    return "\n".join(head)


def _function(node: ast.FunctionDef, lines: list[str]) -> str:
    return f"{_head(node, lines)}\n{' ' * (node.col_offset + 4)}{_BODY}"


def _class(node: ast.ClassDef, lines: list[str]) -> str:
    methods = [
        _function(item, lines)
        for item in node.body
        if isinstance(item, ast.FunctionDef)
        and (not item.name.startswith("_") or item.name.startswith("__"))
    ]
    head = _head(node, lines)
    if not methods:
        return head if ast.get_docstring(node) else f"{head}\n    pass"
    gap = "\n\n" if ast.get_docstring(node) else "\n"
    return head + gap + "\n\n".join(methods)


@cache
def of(exercise: Exercise) -> str:
    """The fresh stub of an exercise."""
    return make(exercise.reference.read_text(encoding="utf-8"))


def is_stub(source: str) -> bool:
    """Whether nothing has been written yet: every function does nothing but raise
    NotImplementedError, and nothing else is done.

    Comments and docstrings do not count. The source is a stranger's: it is read line by line, and
    nothing parses it.
    """
    if len(source) > MAX_STUB or "NotImplementedError" not in source:
        return False
    functions = unwritten = 0
    in_head = False
    for line in _code_lines(source):
        begins = line.startswith("def ")
        if begins and in_head:
            return False  # the one before has its body on the same line
        if begins or in_head:
            functions += begins
            in_head = not line.endswith(":")
        elif _RAISE.fullmatch(line):
            unwritten += 1
            if unwritten != functions:
                return False  # two for one function, or one outside of any
        elif unwritten != functions or not _HARMLESS.match(line):
            return False
    return functions == unwritten > 0 and not in_head


def _code_lines(source: str) -> Iterator[str]:
    """The lines that are neither blank nor comments nor part of a text that stands by itself."""
    closing = ""
    for line in map(str.strip, source.splitlines()):
        opening = None if closing else _QUOTES.match(line)
        if opening:
            closing, line = opening[1], line[opening.end() :]
        if closing:
            _, ended, line = line.partition(closing)
            closing = "" if ended else closing
        code = line.partition("  #")[0].strip()
        if code and not code.startswith("#"):
            yield code
