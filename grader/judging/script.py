"""Turns the programs of tests into requests: every operation is a step, and the guest judges none.

A program is plain text such as

    layer = Linear(3, 2, seed=1)
    y = layer(x)
    dx = layer.backward(dy)

which a reader can paste into Python. Here its syntax tree is walked in the host: calls, attributes,
items and operators on what lives in the guest become steps of one request; what can be computed
without the submission (numbers, displays, loops over them) is computed here. Definitions of
functions and classes are sent as source, for a user's subclass has to be made where its base is.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import Any

from grader.sandbox.wire import Name, Request, Show, Slot

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "truediv",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
}
_HERE: dict[str, Callable[..., Any]] = {"range": range}


@lru_cache(maxsize=64)
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


class Script:
    """A program and the expression for its result, as one request."""

    def __init__(self, program: str, returns: str, inputs: Mapping[str, Any] | None = None) -> None:
        """`inputs` are values that the program finds under their names."""
        self.request = Request(anew=True)
        self._names: dict[str, Any] = {}
        self._here: dict[str, Any] = {}  # of the names those whose values are known here too
        self._temporaries = 0
        for name, value in (inputs or {}).items():
            self._assign(name, value)
        for statement in _parsed(program).body:
            self._do(statement, program)
        [result] = _parsed(returns).body
        assert isinstance(result, ast.Expr)
        self._result = self._shown(result.value, returns)

    def value(self, outcomes: list[Any]) -> Any:
        """The value of the result, of what the guest has shown of it."""
        return self._assembled(self._result, iter(outcomes))

    # -- statements ------------------------------------------------------------------------------

    def _do(self, statement: ast.stmt, text: str) -> None:
        match statement:
            case ast.Expr(value=value):
                self._value(value, text)
            case ast.Assign(targets=targets, value=value):
                only = targets[0].id if isinstance(targets[0], ast.Name) else None
                found = self._value(value, text, into=only)
                for target in targets:
                    self._put(target, found, text)
            case ast.Import(names=[ast.alias(name=name, asname=None)]):
                self._names[name] = self._step("import", name, into=name)
            case ast.AugAssign(target=ast.Name(id=name), op=op, value=value):
                operation = "i" + _BINARY[type(op)]
                found = self._step(
                    operation, self._names[name], self._value(value, text), into=name
                )
                self._assign(name, found)
            case ast.For(target=target, iter=iterable, body=body):
                self._loop(target, self._over(iterable, text), body, text)
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                source = ast.get_source_segment(text, statement) or ""
                self._names[name] = self._step("define", source + "\n", name, into=name)
            case _:
                raise SyntaxError(f"a program cannot hold {ast.unparse(statement)}")

    def _put(self, target: ast.expr, found: Any, text: str) -> None:
        match target:
            case ast.Name(id=name):
                self._assign(name, found)
            case ast.Tuple(elts=targets):
                for index, one in enumerate(targets):
                    self._put(one, self._item(found, index), text)
            case ast.Attribute(value=thing, attr=name):
                self._step("setattr", self._value(thing, text), name, found)
            case ast.Subscript(value=thing, slice=index):
                self._step("setitem", self._value(thing, text), self._value(index, text), found)

    def _assign(self, name: str, found: Any) -> None:
        """Give a value a name: a slot of its own if it lives in the guest, or is to live there."""
        self._here.pop(name, None)
        if not _is_there(found) and not _holds_slots(found):
            self._here[name] = found
        if found != Slot(name) and not isinstance(found, int | float):
            found = self._step("read", found, into=name)
        self._names[name] = found

    def _over(self, node: ast.expr, text: str) -> Any:
        """What a loop is over: a range, or items each of which may live in the guest."""
        if isinstance(node, ast.Name) and isinstance(self._here.get(node.id), list):
            items = self._here[node.id]
            return [self._item(self._names[node.id], index) for index in range(len(items))]
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "zip":
            return zip(*(self._over(item, text) for item in node.args), strict=True)
        return self._value(node, text)

    def _loop(self, target: ast.expr, over: Any, body: list[ast.stmt], text: str) -> None:
        if isinstance(over, range) and isinstance(target, ast.Name) and target.id == "_":
            outer, self.request = self.request, Request()
            for statement in body:
                self._do(statement, text)
            outer.add_repeated(len(over), self.request)
            self.request = outer
            return
        for item in over:
            self._put(target, item, text)
            for statement in body:
                self._do(statement, text)

    # -- expressions -----------------------------------------------------------------------------

    def _value(self, node: ast.expr, text: str, into: str | None = None) -> Any:
        """What an expression stands for: a value of this process, or a slot of the guest."""

        if type(node) is ast.Name:
            name = node.id
            return self._names[name] if name in self._names else _HERE.get(name, Name(name))
        with suppress(_NoLiteral):
            return _literal(node)

        def value(inner: ast.expr) -> Any:
            return self._value(inner, text)

        match node:
            case ast.Constant(value=constant):  # a complex number
                name = into or self._temporary()
                return self._step("define", f"{name} = {constant!r}\n", name, into=name)
            case ast.List(elts=items):
                found = [value(item) for item in items]
                return self._step("list", tuple(found), into=into) if _holds_slots(found) else found
            case ast.Tuple(elts=items):
                return tuple(value(item) for item in items)
            case ast.NamedExpr(target=ast.Name(id=name), value=inner):
                self._assign(name, self._value(inner, text, into=name))
                return self._names[name]
            case ast.ListComp():
                return eval(ast.unparse(node), {"__builtins__": _HERE}, dict(self._here))
            case ast.Attribute(value=thing, attr=name):
                return self._step("getattr", value(thing), name, into=into)
            case ast.Subscript(value=thing, slice=index):
                return self._item(value(thing), value(index), into)
            case ast.Slice(lower=None, upper=None, step=None):
                return slice(None)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return self._step("neg", value(inner), into=into)
            case ast.BinOp(left=left, op=op, right=right):
                operands = value(left), value(right)
                name = _BINARY[type(op)]
                if any(map(_is_there, operands)):
                    return self._step(name, *operands, into=into)
                return getattr(operator, name)(*operands)
            case ast.Lambda():
                name = into or self._temporary()
                source = f"{name} = {ast.get_source_segment(text, node)}\n"
                return self._step("define", source, name, into=name)
            case ast.Call(func=function, args=arguments, keywords=keywords):
                args = list(map(value, arguments))
                named = {word.arg or "": value(word.value) for word in keywords}
                if isinstance(function, ast.Attribute):
                    thing = value(function.value)
                    return self._step("method", thing, function.attr, *args, named=named, into=into)
                called = value(function)
                if called in (Name("len"), Name("iter"), Name("next"), Name("list")):
                    return self._step(called.text, *args, into=into)
                if called in _HERE.values():
                    return called(*args)
                return self._step("call", called, *args, named=named, into=into)
        raise SyntaxError(f"a program cannot hold {ast.unparse(node)}")

    def _item(self, thing: Any, index: Any, into: str | None = None) -> Any:
        if _is_there(thing):
            return self._step("getitem", thing, index, into=into)
        return thing[index]

    # -- steps -----------------------------------------------------------------------------------

    def _step(
        self,
        name: str,
        *args: Any,
        named: Mapping[str, Any] | None = None,
        into: str | None = None,
    ) -> Slot:
        slot = Slot(into or self._temporary())
        self.request.add(name, *args, named=named, into=slot)
        return slot

    def _temporary(self) -> str:
        self._temporaries += 1
        return f"_{self._temporaries}"

    def _shown(self, node: ast.expr, text: str) -> Any:
        """The value of a result, each part of which is read as soon as it is there."""
        if isinstance(node, ast.List):
            return [self._shown(item, text) for item in node.elts]
        found = self._value(node, text)
        if _is_there(found):
            self.request.add("read", found, show=Show.VALUE)
        return found

    def _assembled(self, thing: Any, outcomes: Any) -> Any:
        if isinstance(thing, list | tuple):
            return type(thing)(self._assembled(item, outcomes) for item in thing)
        return next(outcomes) if _is_there(thing) else thing


class _NoLiteral(Exception):
    """An expression that is more than numbers and lists of them."""


def _literal(node: ast.expr) -> Any:
    """The value of a literal, which most of a program's text is. Raises `_NoLiteral`."""
    kind = type(node)
    if kind is ast.Constant and type(node.value) is not complex:  # type: ignore[attr-defined]
        return node.value  # type: ignore[attr-defined]
    if kind is ast.List:
        return [_literal(item) for item in node.elts]  # type: ignore[attr-defined]
    if kind is ast.UnaryOp and type(node.op) is ast.USub:  # type: ignore[attr-defined]
        return -_literal(node.operand)  # type: ignore[attr-defined]
    raise _NoLiteral


def _is_there(thing: Any) -> bool:
    """Whether it is, or holds, something that lives in the guest."""
    return isinstance(thing, Slot | Name)


def _holds_slots(thing: Any) -> bool:
    if isinstance(thing, list | tuple):
        return any(map(_holds_slots, thing))
    return _is_there(thing)
