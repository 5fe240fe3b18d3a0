"""Which entries of a result are wrong: in which rows and columns, at which inputs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from grader.judging.calls import Call
from grader.judging.explain.asked import Asked, Pair, parameters
from grader.judging.explain.relations import is_plain
from grader.judging.explain.variations import is_matrix, labels_at

LEAST = 8  # entries that do not meet a condition, for it to be telling


@dataclass(frozen=True)
class Entry:
    """An entry of a result: where it stands, in what call, and whether it is wrong."""

    call: Call
    i: int
    j: int
    rows: int
    columns: int
    is_wrong: bool


def _matrices(call: Call) -> list[list[list[float]]]:
    return [arg for arg in call.args if is_matrix(arg)]


def _labels(entry: Entry) -> Any:
    at = labels_at(entry.call.args)
    return entry.call.args[at] if at is not None else None


def _row(entry: Entry) -> list[float]:
    first = _matrices(entry.call)[0]
    return first[entry.i] if entry.i < len(first) else []


def _input(entry: Entry) -> float | None:
    row = _row(entry)
    return row[entry.j] if entry.j < len(row) and len(row) == entry.columns else None


def _is(condition: Callable[[float], bool]) -> Callable[[Entry], bool]:
    def met(entry: Entry) -> bool:
        value = _input(entry)
        return value is not None and condition(value)

    return met


_ENTRIES: dict[str, Callable[[Entry], bool]] = {
    "in the first row": lambda e: e.i == 0,
    "in the rows after the first": lambda e: e.i > 0,
    "in the last row": lambda e: e.i == e.rows - 1,
    "in the rows before the last": lambda e: e.i < e.rows - 1,
    "in the first column": lambda e: e.j == 0,
    "in the columns after the first": lambda e: e.j > 0,
    "in the last column": lambda e: e.j == e.columns - 1,
    "in the columns before the last": lambda e: e.j < e.columns - 1,
    "on the diagonal": lambda e: e.i == e.j,
    "off the diagonal": lambda e: e.i != e.j,
    "at the label's column": lambda e: _labels(e) is not None and _labels(e)[e.i] == e.j,
    "in the other columns than the label's": lambda e: (
        _labels(e) is not None and _labels(e)[e.i] != e.j
    ),
    "in rows of label 0": lambda e: _labels(e) is not None and _labels(e)[e.i] == 0,
    "in rows of other labels than 0": lambda e: _labels(e) is not None and _labels(e)[e.i] != 0,
    "in column 0 of rows with label 0": lambda e: (
        _labels(e) is not None and _labels(e)[e.i] == 0 == e.j
    ),
    "where the input is negative": _is(lambda x: x < 0),
    "where the input is positive": _is(lambda x: x > 0),
    "where the input is not negative": _is(lambda x: x >= 0),
    "where the input is not positive": _is(lambda x: x <= 0),
    "where the input is 0": _is(lambda x: x == 0),
    "where the input is not 0": _is(lambda x: x != 0),
    "where the input is an int": _is(lambda x: type(x) is int),
    "in rows whose entries are all negative": lambda e: bool(_row(e)) and max(_row(e)) < 0,
    "in rows with equal entries": lambda e: len(set(_row(e))) < len(_row(e)),
    "in rows of zeros alone": lambda e: bool(_row(e)) and not any(_row(e)),
}


def explain(name: str, pairs: list[Pair], asked: Asked) -> str | None:
    """The first condition on entries that all wrong ones meet, and hardly any of the right ones."""
    said = []
    for index in asked.parts(name):
        entries = [entry for pair in pairs for entry in _entries(pair, index, asked)]
        wrong = [entry for entry in entries if entry.is_wrong]
        if not wrong:
            continue
        right = len(entries) - len(wrong)
        found = None
        for text, condition in _ENTRIES.items():
            met = [entry for entry in entries if condition(entry)]
            all_wrong = all(condition(entry) for entry in wrong)
            others = len(entries) - len(met)
            if all_wrong and len(wrong) >= len(met) / 2 and others >= LEAST and right:
                found = text
                break
        if found is None:
            return None
        found = found.replace("the input", _input_of(pairs[0].call, asked))
        part = asked.part_name(name, index)
        subject = f"What {name} returns" if part == "the result" else f"{part} of {name}"
        said.append(f"{subject} is wrong only {found}, and right elsewhere.")
    return " ".join(said) or None


def _input_of(call: Call, asked: Asked) -> str:
    """How to speak of an entry of the first matrix: by the argument's name if there are others."""
    if len(_matrices(call)) < 2:
        return "the input"
    first = next(i for i, arg in enumerate(call.args) if is_matrix(arg))
    return f"the entry of {parameters(asked.exercise, call.name)[first]}"


def _entries(pair: Pair, index: int | None, asked: Asked) -> Iterator[Entry]:
    got = asked.part(pair.call.name, pair.theirs, index)
    right = asked.part(pair.call.name, pair.right, index)
    if not is_matrix(right) or not is_plain(got) or not is_matrix(got) or not _matrices(pair.call):
        return
    if (len(got), len(got[0])) != (len(right), len(right[0])):
        return
    for i, row in enumerate(right):
        for j, value in enumerate(row):
            wrong = abs(got[i][j] - value) > 1e-9 * max(1.0, abs(value))
            yield Entry(pair.call, i, j, len(right), len(row), wrong)
