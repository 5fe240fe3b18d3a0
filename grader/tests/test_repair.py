"""The search for one edit that makes a module right: which edits there are, and what is told."""

from __future__ import annotations

import contextlib

import pytest

from grader.judging.explain import workbench
from grader.judging.explain.edits import neighbours
from grader.tests.conftest import Judge, reference

SOURCE = """
def mean_of_squares(row, weights):
    total = 0.0
    for x, w in zip(row, weights):
        total += w * x * x + w
    return total / len(row)
"""
CHECKED = """
def mean(row, count):
    if len(row) != count:
        raise ValueError("count")
    total = 0.0
    for x in row:
        total += x
    return total / count
"""
EDITS = {
    "one name in all places of a statement": "total += row * x * x + row",
    "a term times a name": "total += w * x * x + w * x",
    "a name nearby": "total += w * x * total + w",
    "another operator": "total -= w * x * x + w",
    "an argument in place of a call": "for x, w in weights:",
    "a sum in other brackets": "return total / row",
    "a factor of a running sum": "total += (w * x * x + w) * x",
    "the length of a thing": "for x, w in range(zip(row, weights)):",
    "a list beside another": "for x, w in zip(weights, row):",
    "one argument more": "for x, w in zip(row, weights, total):",
}


def described() -> list[str]:
    neighbours.prepare("made", SOURCE)
    lines = neighbours.collect(list(range(1, 7)), [])
    return [
        line.removeprefix("+").strip()
        for number in range(len(lines))
        for line in neighbours.describe(number)
        if line.startswith("+")
    ]


def test_the_edits_that_people_need_are_made_once_and_taken_back() -> None:
    found = described()
    assert not [what for what, line in EDITS.items() if line not in found]
    assert neighbours.answers([], "mean_of_squares", [], [], []) == []
    assert neighbours.original().mean_of_squares([2.0], [3.0]) == 15.0


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
def test_many_edits_are_asked_at_once_each_with_arguments_of_its_own() -> None:
    described()
    numbers = list(range(len(neighbours.edits)))
    answers = neighbours.answers(numbers, "mean_of_squares", [[2.0, 1.0]], ["weights"], [[1, 1]])
    assert len(answers) == len(numbers)
    assert any(isinstance(found, str) for found in answers)
    held = [found[1] for found in answers if isinstance(found, list)]
    assert held.count([[2.0, 1.0]]) == len(held)


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("number", [2, 6, 20])
def test_every_part_of_an_edit_has_a_line(number: int) -> None:
    """Python compiles nothing without: such an edit would never be tried."""
    neighbours.prepare("made", reference(number))
    for edit in range(len(neighbours.collect(list(range(1, 200)), []))):
        with contextlib.suppress(SyntaxError):
            neighbours.install(edit)


def test_the_lines_of_a_traceback_come_first_and_the_condition_above_a_raise() -> None:
    neighbours.prepare("made", CHECKED)
    lines = [line for line, _ in neighbours.collect(list(range(1, 9)), [4, 7])]
    first = [line for line in lines if line in (3, 4, 7)]
    assert lines[: len(first)] == first and {3, 7} <= set(first)


PINNED = {
    "a result of numbers": (
        19,
        "_column_sums(_products(normals, dy)), _column_sums(dy)",
        "_column_sums(_products(normals, dy)), _column_sums(_products(normals, dy))",
    ),
    "lists changed in place": (6, "momentum * v_i + g_i for", "lr * v_i + g_i for"),
    "two places that need the same edit": (
        22,
        "beta2 * v_i + (1 - beta2) * g_i * g_i",
        "beta1 * v_i + (1 - beta1) * g_i * g_i",
    ),
    "a program of objects": (12, "self._lr = lr", "self._lr = momentum"),
}


@pytest.mark.parametrize("number, old, new", PINNED.values(), ids=PINNED)
def test_the_line_is_told_whose_change_alone_helps(
    judge: Judge, monkeypatch: pytest.MonkeyPatch, number: int, old: str, new: str
) -> None:
    monkeypatch.setattr(workbench, "CPU_SECONDS", 10.0)
    right = reference(number)
    line = right[: right.index(old)].count("\n") + 1
    verdict = judge(number, right.replace(old, new), diagnose=True, examples=5)
    assert f", line {line}: changing this line alone makes all" in str(verdict.diagnosis)
