"""The example of a statement, as far as Python can run it: its section "By hand", line by line."""

from __future__ import annotations

import ast
import re

from grader import stubs
from grader.curriculum import Exercise
from grader.practice import statement

_DEFINITIONS = (ast.FunctionDef, ast.ClassDef)


def of(exercise: Exercise) -> list[tuple[str, str]]:
    """Lines of code, each with the value that it gives; "" for what only prepares the next ones."""
    section = re.search(r"(?ms)^## By hand\n(.*?)(?=^## |\Z)", statement.text(exercise))
    text = re.sub(r"\n +->", " ->", section[1] if section else "")
    found: list[tuple[str, str]] = []
    known = {n.name for n in ast.parse(stubs.of(exercise)).body if isinstance(n, _DEFINITIONS)}
    for line in re.findall(r"(?m)^    (.+)$", text):
        call, arrow, value = line.partition("->")
        value = re.split(r" {3,}", value.strip())[0].replace("…", "")
        for code in [call.strip()] if arrow else re.split(r" {3,}", line.strip()):
            node = _parsed(code)
            if isinstance(node, ast.Assign) and not arrow and _needs(node.value) <= known:
                known |= {target.id for target in node.targets if isinstance(target, ast.Name)}
                found.append((code, ""))
            elif isinstance(node, ast.Expr) and arrow and _is_literal(value):
                found += [(code, value)] if _needs(node.value) <= known else []
    return found if any(value for _, value in found) else []


def _parsed(code: str) -> ast.stmt | None:
    try:
        (node,) = ast.parse(code).body
    except (SyntaxError, ValueError):
        return None
    return node


def _needs(node: ast.expr) -> set[str]:
    """The names that must be there already."""
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name)}


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except (SyntaxError, ValueError):
        return False
    return True
