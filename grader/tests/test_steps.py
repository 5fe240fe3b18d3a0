"""What each line of a module gave: values, calls within the module, loops, exceptions."""

from __future__ import annotations

import sys
from types import ModuleType

from grader.practice.steps import Step, follow, told

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
