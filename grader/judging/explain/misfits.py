"""Calls of which one argument does not fit, and what is wrong with it in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from grader.curriculum import Exercise
from grader.judging.calls import Call, copied
from grader.judging.explain.variations import declared, is_matrix, is_vector, labels_at
from grader.judging.laws.shapes import Argument

Matrix = list[list[float]]
Changes = dict[str, Callable[[list[Any]], list[Any]]]


@dataclass(frozen=True)
class Misfit:
    """A call of which one argument does not fit: its position, and how it was changed."""

    call: Call
    position: int
    kind: str


def misfits(call: Call, exercise: Exercise) -> Iterator[Misfit]:
    """Each argument in turn with a row, a column, an entry more or less, and labels out of range.

    What is due then is for the reference to say: some of them fit all the same.
    """
    labels = labels_of(call, exercise)
    arguments = declared(call, exercise)
    for position, arg in enumerate(call.args):
        argument = arguments[position] if position < len(arguments) else None
        if labels is not None and position == labels[0]:
            changes = _of_labels(labels[1])
        else:
            changes = _changes(arg, argument)
        for kind, change in changes.items():
            changed = change(copied(arg))
            if changed and changed != arg and not (isinstance(changed[0], list) and not changed[0]):
                args = copied(call.args)
                whole = (*args[:position], changed, *args[position + 1 :])
                yield Misfit(replace(call, args=whole, answer=None), position, kind)


def labels_of(call: Call, exercise: Exercise) -> tuple[int, int] | None:
    """The position of the labels among the arguments, if there are any, and how many there are."""
    arguments = declared(call, exercise)
    for position, argument in enumerate(arguments):
        if argument.kind == "labels":
            classes = argument.letters[1]
            for other, value in zip(arguments, call.args, strict=False):
                if other.kind == "size" and other.letters == (classes,):
                    return position, value
                if is_matrix(value) and other.letters[1:] == (classes,):
                    return position, len(value[0])
    position_by_form = labels_at(call.args)
    if position_by_form is None:
        return None
    return position_by_form, next(len(arg[0]) for arg in call.args if is_matrix(arg))


def _changes(arg: Any, argument: Argument | None) -> Changes:
    if is_matrix(arg):
        return _OF_MATRICES
    if is_vector(arg):
        return _OF_VECTORS
    if argument is not None and argument.kind == "like":
        return _OF_PARAMS
    if isinstance(arg, list) and len(arg) > 1 and all(map(is_matrix, arg)):
        return {
            f"a last matrix with {kind}": lambda a, change=change: [*a[:-1], change(a[-1])]  # type: ignore[misc]
            for kind, change in _OF_MATRICES.items()
        }
    return {}


_OF_MATRICES: Changes = {
    "one row more": lambda a: [*a, copied(a[0])],
    "one row less": lambda a: a[:-1],
    "one column more": lambda a: [[*row, row[0]] for row in a],
    "one column less": lambda a: [row[:-1] for row in a],
    "its first row alone": lambda a: a[:1],
    "its first column alone": lambda a: [row[:1] for row in a],
}
_OF_VECTORS: Changes = {
    "one entry more": lambda a: [*a, a[0]],
    "one entry less": lambda a: a[:-1],
}
_OF_PARAMS: Changes = {
    "one parameter more": lambda a: [*a, copied(a[-1])],
    "one parameter less": lambda a: a[:-1],
    "a matrix whose last row has one entry more": lambda a: _with_last_row(a, _longer),
    "a matrix whose last row has one entry less": lambda a: _with_last_row(a, _shorter),
    "a vector with one entry more": lambda a: _with_last_vector(a, _longer),
    "a vector with one entry less": lambda a: _with_last_vector(a, _shorter),
}


def _longer(row: list[float]) -> list[float]:
    return [*row, 0.5]


def _shorter(row: list[float]) -> list[float]:
    return row[:-1]


def _with_last_row(params: list[Any], change: Callable[[list[float]], list[float]]) -> list[Any]:
    """The params with the last row of the last matrix changed; as they are if there is none."""
    at = max((i for i, p in enumerate(params) if isinstance(p[-1], list)), default=None)
    if at is None:
        return params
    return [*params[:at], [*params[at][:-1], change(params[at][-1])], *params[at + 1 :]]


def _with_last_vector(params: list[Any], change: Callable[[list[float]], list[float]]) -> list[Any]:
    """The params with the last vector changed; as they are if there is none."""
    at = max((i for i, p in enumerate(params) if not isinstance(p[-1], list)), default=None)
    return params if at is None else [*params[:at], change(params[at]), *params[at + 1 :]]


def _of_labels(classes: int) -> Changes:
    return {
        "one label more": lambda a: [*a, a[0]],
        "one label less": lambda a: a[:-1],
        "a label of -1": lambda a: [-1, *a[1:]],
        "a label of -1 in the last place": lambda a: [*a[:-1], -1],
        "a label that equals the number of columns": lambda a: [classes, *a[1:]],
        "a label that equals the number of columns in the last place": lambda a: [*a[:-1], classes],
        "a label far too large": lambda a: [classes + 5, *a[1:]],
        "a label far too large in the last place": lambda a: [*a[:-1], classes + 5],
        "a label far below 0": lambda a: [-classes - 5, *a[1:]],
        "a label far below 0 in the last place": lambda a: [*a[:-1], -classes - 5],
    }
