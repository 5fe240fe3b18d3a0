"""One list object may be given more than once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from grader.judging.laws import draws
from grader.judging.laws.asking import Case
from grader.judging.laws.shapes import Shape


def one_object_twice(case: Case, shapes: Sequence[Shape]) -> None:
    """the same list may be given twice: as two arguments, or as two rows of one"""
    for shape in shapes:
        dims = dict.fromkeys(shape.letters, case.rng.randint(2, 3))
        number = draws.plain(case.rng)
        rows, whole = (draws.arguments(shape, case.rng, dims, number) for _ in range(2))
        found: dict[tuple[Any, ...], Any] = {}
        for i, argument in enumerate(shape.arguments):
            if argument.in_place or not argument.holds_lists:
                continue
            _share_rows(rows[i])
            whole[i] = found.setdefault((argument.kind, argument.source), whole[i])
        case.calls(shape, [rows, whole], "One list object was given twice.")


def _share_rows(value: list[Any]) -> None:
    """Let every list within be the first of its length."""
    firsts: dict[int, list[Any]] = {}
    for i, item in enumerate(value):
        if isinstance(item, list) and item and not isinstance(item[0], list):
            value[i] = firsts.setdefault(len(item), item)
        elif isinstance(item, list):
            _share_rows(item)
