"""The search for one edit that makes a module right: which edits there are, and what is told."""

from __future__ import annotations

import ast
import contextlib

import pytest

from grader import curriculum
from grader.judging.explain import workbench
from grader.judging.explain.edits import neighbours, oversights, surroundings
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
    lines = neighbours.collect(list(range(1, 7)), [], [])
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
    for edit in range(len(neighbours.collect(list(range(1, 200)), [], []))):
        with contextlib.suppress(SyntaxError):
            neighbours.install(edit)


def test_the_lines_of_a_traceback_come_first_and_the_condition_above_a_raise() -> None:
    neighbours.prepare("made", CHECKED)
    lines = [line for line, _ in neighbours.collect(list(range(1, 9)), [4, 7], [])]
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


SEEN = """
import math as m

limit = 3


def area(width, height):
    total
    width * height
    print(width)
    for step in range(limit):
        side = step
    return m.sqrt(side)
"""


def test_a_value_without_use_and_the_lines_that_give_a_name_one_are_read_off_the_text() -> None:
    tree = ast.parse(SEEN)
    assert oversights.unused_values(tree, list(range(1, 14))) == [8, 9]
    given = {"m": [2], "limit": [4], "area": [7], "width": [7], "step": [11], "side": [12]}
    assert {name: oversights.lines_giving(tree, name, 10) for name in given} == given
    assert oversights.lines_giving(tree, "total", 10) == []
    assert oversights.lines_giving(tree, "side", 4) == []  # it is inside another function


BACKWARD = """
def backward(x, w, dy):
    dx = []
    dw = []
    for row in dy:
        dx.append(row)
        dw += row
    return dx, dw, [
        sum(dy)
    ]
"""


def test_the_lines_that_make_one_of_several_results_are_known() -> None:
    tree = ast.parse(BACKWARD)
    assert surroundings.lines_making(tree, "backward", [0]) == [3, 6, 8]
    assert surroundings.lines_making(tree, "backward", [2]) == [8, 9, 10]


@pytest.mark.parametrize(
    ("number", "module", "old", "new", "said"),
    [
        (4, "reference", "    n = len(labels)\n", "", "n is read here, and no statement gives it"),
        (1, "loops", "c[i].append(s)", "(s)", "computes a value and does nothing with it."),
    ],
)
def test_what_the_text_overlooks_is_told(
    judge: Judge, number: int, module: str, old: str, new: str, said: str
) -> None:
    text = (
        reference(number)
        if module == "reference"
        else (curriculum.exercise(number).variants / f"{module}.py").read_text()
    )
    line = text[: text.index(old)].count("\n") + (1 if new else 2)
    verdict = judge(number, text.replace(old, new, 1), diagnose=True, examples=5)
    last = str(verdict.diagnosis).split("\n")[-1]
    assert said in last and f", line {line}" in last


def test_of_two_mistakes_in_two_functions_each_has_its_line(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench, "CPU_SECONDS", 10.0)
    text = reference(2).replace("g * s * (1 - s)", "g * s * (1 - s * s)")
    text = text.replace("1 / (1 + exp(-x))", "1 / (2 + exp(-x))")
    said = str(judge(2, text, diagnose=True, examples=5).diagnosis)
    assert said.count("of the") == said.count("failing properties hold.") == 2


def test_a_line_is_looked_for_also_where_a_cause_leaves_another_function_open(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench, "CPU_SECONDS", 10.0)
    text = reference(10).replace("float(column == label)", "1.0")
    text = text.replace("2 * (p - t) / n", "2 * (p - t) / n if p > t else p - t")
    line = text[: text.index("if p > t else")].count("\n") + 1
    named, pinned = str(judge(10, text, diagnose=True, examples=5).diagnosis).split("\n")
    assert named == "The result of one_hot is 1 throughout."
    assert pinned.startswith(f"mse.py, line {line}: changing this line alone makes")


def test_of_two_mistakes_in_the_way_of_one_call_both_lines_are_told(
    judge: Judge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbench, "CPU_SECONDS", 20.0)
    text = reference(3).replace("_log_softmax(_shifted(row))", "_log_softmax(_shifted(z))")
    text = text.replace("exp(x) for x in shifted))", "exp(x) for x in x))")
    first, second = (text[: text.index(w)].count("\n") + 1 for w in ("_shifted(z)", "for x in x)"))
    said = str(judge(3, text, diagnose=True, examples=5).diagnosis)
    assert f"lines {first} and {second}: changing these two lines alone makes all" in said
