"""What each line of a module gave: values, calls within the module, loops, exceptions."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from grader.judging.steps import Step, follow, told
from grader.tests.conftest import Judge, reference

PATH = "/nowhere/module.py"
SOURCE = """def scaled(row, factor):
    total = sum(x for x in row)
    row[:] = [factor * x / total for x in row]
    return halved(row)

def halved(row):
    out = []
    for x in row:
        out.append(x / 2)
    breakpoint()
    print("here")
    return out

def fails(x):
    y = x + 1
    return y / 0
"""


def module() -> ModuleType:
    made = ModuleType("module")
    exec(compile(SOURCE, PATH, "exec"), made.__dict__)
    return made


def test_every_line_that_gave_something_is_noted_in_its_order() -> None:
    steps = follow(module().scaled, ([1.0, 3.0], 2), {}, PATH, SOURCE)
    assert steps[:2] == [
        Step(2, "total = sum(x for x in row)", "total = 4"),
        Step(3, "row[:] = [factor * x / total for x in row]", "row = [0.5, 1.5]"),
    ]
    assert Step(6, "def halved(row):", "row = [0.5, 1.5]") in steps
    assert Step(9, "out.append(x / 2)", "out = [0.25, 0.75]") in steps
    assert steps[-1] == Step(4, "return halved(row)", "returned [0.25, 0.75]")


def test_what_ran_before_an_exception_is_noted_and_nothing_keeps_tracing() -> None:
    before = sys.gettrace()
    steps = follow(module().fails, (1,), {}, PATH, SOURCE)
    assert Step(15, "y = x + 1", "y = 2") in steps
    assert sys.gettrace() is before


def test_of_a_loop_the_first_rounds_are_told() -> None:
    steps = [Step(3, "x += 1", f"x = {number}") for number in range(9)]
    assert told(steps) == [
        "    3  x += 1",
        "       x = 0",
        "    3  x += 1",
        "       x = 1",
        "       … 7 steps more, most of them in loops",
    ]


def test_a_page_has_them_from_a_guest_and_else_they_are_not_made(judge: Judge) -> None:
    wrong = reference(4).replace("return sum(losses) / len(losses)", "return sum(losses) / 7")
    found = [p.steps for p in judge(4, wrong, steps=True).properties if p.steps]
    assert len(found) == 1 and "return sum(losses) / 7\n       returned " in found[0]
    assert not any(p.steps for p in judge(4, wrong).properties)
    assert not any(p.steps for p in judge(4, reference(4), steps=True).properties)


HOSTILE = """
class Text(str):
    def __repr__(self):
        return "<script>\\x1b[31m" + "x" * 10**6

class Loud(float):
    def __repr__(self):
        raise SystemExit

def sigmoid(z):
    text = Text("z")
    loud = Loud(1)
    return [[0.0 for _ in row] for row in z]

def sigmoid_backward(y, dy):
    return y
"""


@pytest.mark.parametrize("endless", ["", "    while True: pass\n"])
def test_what_a_submission_makes_of_them_harms_nothing(
    judge: Judge, endless: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("grader.judging.traces.SECONDS", 0.5)
    source = HOSTILE.replace("    return [[0.0", endless + "    return [[0.0")
    verdict = judge(2, source, steps=True, stop_early=True)
    assert not verdict.passed
    for found in verdict.properties:
        assert len(found.steps) < 10_000 and "\x1b" not in found.steps
